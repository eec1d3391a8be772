import type { Load, LoadRecord, LoadRecords, LoadRequest } from '../../stack/services/contracts.js';
import type { LoadSource } from '../../stack/supervised/supervised.js';
import { jsonClient } from './http.js';

/** The load generator and what its users see. */
export interface VisitorsClient {
  load(): Promise<Load>;
  setLoad(request: LoadRequest): Promise<Load>;
  /** Whole seconds after the given epoch second. */
  records(after: number): Promise<readonly LoadRecord[]>;
}

/** A client of the visitors. */
export function visitorsClient({ url, token }: LoadSource): VisitorsClient {
  const http = jsonClient('the load generator', url, token);
  return {
    load: () => http.get<Load>('/load'),
    setLoad: (request) => http.put<Load>('/load', request),
    records: async (after) => (await http.get<LoadRecords>('/records', { after })).records,
  };
}

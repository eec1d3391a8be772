import { z } from 'zod';
import type { Load, LoadRecord, LoadRecords, LoadRequest } from '../../stack/services/contracts.js';
import type { LoadSource } from '../../stack/supervised/supervised.js';
import { loadRecord, ms } from '../record/shapes.js';
import { jsonClient } from './http.js';

const change = { to: z.number(), from: ms };

const load: z.ZodType<Load> = z.object({
  rate: z.number(),
  paths: z.array(z.string()),
  shape: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('step'), ...change }),
      z.object({ kind: z.literal('ramp'), ...change, until: ms }),
      z.object({ kind: z.literal('spike'), ...change, until: ms }),
    ])
    .exactOptional(),
  also: z.array(z.object({ path: z.string(), everyMs: ms })).exactOptional(),
  endsAt: ms,
});

const records: z.ZodType<LoadRecords> = z.object({ records: z.array(loadRecord) });

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
    load: () => http.get({ path: '/load', shape: load }),
    setLoad: (request) => http.put({ path: '/load', shape: load }, request),
    records: async (after) => (await http.get({ path: '/records', shape: records, query: { after } })).records,
  };
}

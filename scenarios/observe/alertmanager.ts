import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { jsonClient } from './http.js';

/** An alert as Alertmanager lists it. */
export interface AlertmanagerAlert {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly state: 'unprocessed' | 'active' | 'suppressed';
  /** Fingerprints of the alerts that mute it. */
  readonly inhibitedBy: readonly string[];
  /** Ids of silences. */
  readonly silencedBy: readonly string[];
  readonly receivers: readonly string[];
  readonly startsAt: Milliseconds;
  readonly endsAt: Milliseconds;
}

/** Alertmanager's HTTP API v2, as far as a run uses it. Rejects if there is no clear answer. */
export interface AlertmanagerClient {
  /** Alerts that are not resolved, muted ones included. */
  alerts(): Promise<readonly AlertmanagerAlert[]>;
}

interface RawAlert {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly status: {
    readonly state: AlertmanagerAlert['state'];
    readonly inhibitedBy: string[];
    readonly silencedBy: string[];
  };
  readonly receivers: readonly { readonly name: string }[];
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A client of the Alertmanager at `base`. */
export function alertmanagerClient(base: URL): AlertmanagerClient {
  const http = jsonClient('Alertmanager', base);
  return {
    alerts: async () =>
      (await http.get<readonly RawAlert[]>('/api/v2/alerts')).map(
        ({ fingerprint, labels, status, receivers, startsAt, endsAt }) => ({
          fingerprint,
          labels,
          state: status.state,
          inhibitedBy: status.inhibitedBy,
          silencedBy: status.silencedBy,
          receivers: receivers.map(({ name }) => name),
          startsAt: Date.parse(startsAt),
          endsAt: Date.parse(endsAt),
        }),
      ),
  };
}

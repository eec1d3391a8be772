import { z } from 'zod';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { jsonClient } from './http.js';
import { labels, moment } from './shapes.js';

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

// `/api/v2/alerts` (api/v2/openapi.yaml), as far as a run reads it.
const alerts = z.array(
  z.object({
    fingerprint: z.string(),
    labels,
    status: z.object({
      state: z.enum(['unprocessed', 'active', 'suppressed']),
      inhibitedBy: z.array(z.string()),
      silencedBy: z.array(z.string()),
    }),
    receivers: z.array(z.object({ name: z.string() })),
    startsAt: moment,
    endsAt: moment,
  }),
);

/** A client of the Alertmanager at `base`. */
export function alertmanagerClient(base: URL): AlertmanagerClient {
  const http = jsonClient('Alertmanager', base);
  return {
    alerts: async () =>
      (await http.get({ path: '/api/v2/alerts', shape: alerts })).map(({ status, receivers, ...alert }) => ({
        ...alert,
        ...status,
        receivers: receivers.map(({ name }) => name),
      })),
  };
}

import type { Milliseconds } from '../../../core/time.js';

/** Settings of the visitors, `/etc/supops/config.json`. */
export interface VisitorsConfig {
  readonly port: number;
  /** Bearer token of the admin port. */
  readonly token: string;
  /** Base URL of the site: `http://front:8080`. */
  readonly target: string;
  /** Requests a second at start, 0 to 200. */
  readonly rate: number;
  /** How long the load lasts without being renewed. */
  readonly lifetimeMs: Milliseconds;
  /** Paths that are asked in turn. */
  readonly paths: readonly string[];
}

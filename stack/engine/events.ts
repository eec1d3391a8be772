import type { Milliseconds } from '../../core/time.js';
import type { Selector } from './listing.js';

/** What happens to instances. */
export interface Events {
  /** From `since` on, until the signal is aborted. Subscribed when the promise resolves. */
  events(
    selector: Selector,
    options: { readonly since?: Milliseconds; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<EngineEvent>>;
}

/**
 * What an event is to supops, whatever the platform. `signalled`: the platform was asked to send the program a signal. `ended`: the program
 * ended, by itself or not. `replaced`: the platform put another instance in its place. `changed`: anything else, as `word` says.
 */
export type EngineEventKind = 'created' | 'started' | 'signalled' | 'ended' | 'changed' | 'removed' | 'replaced';

/** One thing that happened to one instance. */
export interface EngineEvent {
  /** Epoch ms on the engine's clock, with fractions. */
  readonly time: number;
  readonly kind: EngineEventKind;
  /** The platform's own word: `die`, `kill`, `pause`, `update`. */
  readonly word: string;
  readonly instanceId: string;
  readonly service: string;
  /** Name within the stack: `api-1`. */
  readonly instance: string;
  /** Of `ended`, if the platform says it. */
  readonly exitCode?: number;
}

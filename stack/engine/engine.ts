import type { Capabilities } from './capabilities/capabilities.js';
import type { Events } from './events.js';
import type { Exec } from './exec.js';
import type { Files } from './files.js';
import type { Identity } from './identity.js';
import type { Lifecycle } from './lifecycle.js';
import type { Listing } from './listing.js';
import type { Logs } from './logs.js';
import type { Provisioning } from './provisioning.js';
import type { Reach } from './reach.js';

export type { Capabilities, CapabilityName } from './capabilities/capabilities.js';
export type { Helper, Helpers } from './capabilities/helpers.js';
export type { FoundImage, Images } from './capabilities/images.js';
export type { Kill } from './capabilities/kill.js';
export type { Limits, LimitsChange } from './capabilities/limits.js';
export { CAPABILITY_NAMES, need } from './capabilities/need.js';
export type { Pause } from './capabilities/pause.js';
export type { RestartPolicies } from './capabilities/restart-policies.js';
export type { Usage, UsageSample } from './capabilities/usage.js';
export type { EngineEvent, EngineEventKind, Events } from './events.js';
export type { Exec, ExecResult } from './exec.js';
export type { Files } from './files.js';
export type { ClockReading, EngineInfo, EngineKind, Identity, Machine } from './identity.js';
export type { Instance } from './instance.js';
export { type Beside, CGROUPS_INSIDE, type InstanceSpec } from './instance-spec.js';
export type { Lifecycle } from './lifecycle.js';
export type { Listing, Observed, Resource, Selector } from './listing.js';
export type { LogLine, LogOptions, Logs } from './logs.js';
export type { Provisioning } from './provisioning.js';
export { type Reach, type Reached, withReached } from './reach.js';

/** What every engine can do. */
export interface Core extends Identity, Listing, Lifecycle, Provisioning, Files, Exec, Logs, Events, Reach {
  /** Ends the connection. */
  close(): void;
}

/**
 * What supops asks of a container engine, in words of its own. Composed of small interfaces, so that a function names what it
 * needs. Every method rejects with a `SupopsError` of exit code 4. Codes that callers may tell apart: `not-found`, `image-not-found`,
 * `conflict`, `not-running`, `port-taken`, `unreachable` (not published), `capability-missing`, `engine-unreachable`,
 * `engine-unsupported`, `engine-rejected`, `engine-failed`; and of pulls `registry-unreachable`, `pull-failed`.
 */
export type Engine = Core & Partial<Capabilities>;

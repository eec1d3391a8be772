import type { Milliseconds } from '../../core/time.js';
import type { AlertmanagerConfig, PipelineTimes, RuleFile } from '../alerting/model.js';
import type { Engine, Instance } from '../engine/engine.js';

/** A system under supervision, as a run is handed it. The reference stack is one producer of this value. */
export interface Supervised {
  readonly engine: Engine;
  readonly name: string;
  /** Instances by their name within the stack. */
  readonly instances: ReadonlyMap<string, Instance>;
  readonly prometheus: URL;
  readonly alertmanager: URL;
  /** The receiver of every notification (contract: services/contracts.ts). */
  readonly inbox: URL;
  /** The load generator, with its token. */
  readonly visitors: { readonly url: URL; readonly token: string };
  /** Rules in force, compressed as deployed; positions are those of the files deployed. */
  readonly rules: readonly RuleFile[];
  /** The same as written for production. */
  readonly productionRules: readonly RuleFile[];
  readonly alertmanagerConfig: AlertmanagerConfig;
  readonly productionAlertmanagerConfig: AlertmanagerConfig;
  readonly times: PipelineTimes;
  readonly productionTimes: PipelineTimes;
  /** Factor of time compression. */
  readonly speed: number;
  /** Image and command of helper programs. */
  readonly runtime: { readonly image: string; readonly node: string };
  /** Everything to mask in journal and reports. */
  readonly secrets: readonly string[];
  /** Configuration texts in force, by a name fit for an appendix. */
  readonly configuration: ReadonlyMap<string, string>;
  /** Component → image reference, and programs' versions where known. */
  readonly versions: Readonly<Record<string, string>>;
  /** Bound on sending, rendering and delivering one message, ms; part of floor (0) and ceiling. */
  readonly deliveryMs: Milliseconds;
}

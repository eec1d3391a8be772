import type { AlertRule, RuleFile } from '../../stack/alerting/model.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Clients } from '../observe/clients.js';
import type { RuleState } from '../observe/prometheus.js';

/**
 * The system with the rules that only Prometheus knows: loaded, and in no file that was read. Without them it would be unknown how long such an
 * alert may take. If Prometheus does not answer the system stays as it is; preflight says so.
 */
export async function addLoadedRules(system: Supervised, { prometheus }: Pick<Clients, 'prometheus'>): Promise<Supervised> {
  const loaded = await prometheus.rules().catch(() => []);
  return { ...system, pipeline: withLoaded(system.pipeline, loaded) };
}

/** A pipeline with the loaded rules that its files lack, by name: files of the same names have the same rules. Pure. */
export function withLoaded(pipeline: Pipeline, loaded: readonly RuleState[]): Pipeline {
  const known = new Set(pipeline.rules.flatMap(({ rules }) => rules.map(({ name }) => name)));
  const files: readonly RuleFile[] = loaded
    .filter(({ name }) => !known.has(name))
    .map((state) => ({ file: state.file, text: '', rules: [toRule(state)], records: [], problems: [] }));
  return files.length === 0 ? pipeline : { ...pipeline, rules: [...pipeline.rules, ...files] };
}

// If no file could be read there is no better position.
const toRule = ({
  health: _health,
  lastError: _error,
  lastEvaluation: _last,
  alerts: _alerts,
  ...rule
}: RuleState): AlertRule => ({
  ...rule,
  line: 1,
  column: 1,
});

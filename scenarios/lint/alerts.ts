import { type AlertLabels, alertLabels } from '../../stack/alerting/audit/alert-labels.js';
import type { AlertRule } from '../../stack/alerting/model.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';

/** A rule, with what is known about the labels of its alerts. */
export interface KnownAlert {
  readonly rule: AlertRule;
  readonly labels: AlertLabels;
}

/** The alerts of a pipeline's rules. */
export const knownAlerts = ({ rules, externalLabels }: Pick<Pipeline, 'rules' | 'externalLabels'>): readonly KnownAlert[] =>
  rules.flatMap((file) => file.rules).map((rule) => ({ rule, labels: alertLabels(rule, externalLabels) }));

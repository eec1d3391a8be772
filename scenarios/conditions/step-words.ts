import { formatSpan } from '../../core/duration.js';
import { targetText } from '../faults/fault.js';
import type { RemediationStep } from '../model/remediation.js';
import { conditionText } from './words.js';

/** A step of the repair in words: `restart 1 instance of api`. */
export function stepText(step: RemediationStep): string {
  switch (step.kind) {
    case 'undo':
      return step.fault === undefined ? 'undo all faults' : `undo ${step.fault}`;
    case 'restart':
      return `restart ${targetText(step)}`;
    case 'admin':
      return `run \`${step.command.join(' ')}\` on ${targetText(step)}`;
    case 'wait':
      return `wait until ${conditionText(step.condition)}, at most ${formatSpan(step.withinMs)}`;
  }
}

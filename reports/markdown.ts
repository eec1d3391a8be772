import type { RunRecord } from '../scenarios/record/record.js';
import type { RunSummary } from './history/run-summary.js';
import { actions } from './markdown/actions.js';
import { alerts } from './markdown/alerts.js';
import { appendix } from './markdown/appendix.js';
import { detection } from './markdown/detection.js';
import { earlier as earlierRuns } from './markdown/earlier.js';
import { environment } from './markdown/environment.js';
import { evidence } from './markdown/evidence.js';
import { factors } from './markdown/factors.js';
import { header } from './markdown/header.js';
import { impact } from './markdown/impact.js';
import { logs } from './markdown/logs.js';
import { notifications } from './markdown/notifications.js';
import { remediation } from './markdown/remediation.js';
import { summary } from './markdown/summary.js';
import { timeline } from './markdown/timeline.js';
import { verdicts } from './markdown/verdicts.js';
import { type Section, viewOf } from './markdown/view.js';

/** In the order in which a reader needs them; the headings are stable. */
const SECTIONS: readonly Section[] = [
  summary,
  verdicts,
  impact,
  timeline,
  detection,
  alerts,
  notifications,
  evidence,
  logs,
  factors,
  remediation,
  actions,
  earlierRuns,
  environment,
  appendix,
];

/**
 * The incident report of a run, as GitHub shows Markdown: from its record alone, whatever its outcome. Sections without data are left out.
 * @param earlier other runs; those of another scenario or of a later date are ignored.
 */
export function writeMarkdown(record: RunRecord, earlier: readonly RunSummary[]): string {
  const view = viewOf(record, earlier);
  const sections = SECTIONS.flatMap(({ title, body }) => {
    const text = body(view);
    return text === undefined || text === '' ? [] : [`## ${title}\n\n${text}`];
  });
  return `${[header(view), ...sections].join('\n\n')}\n`;
}

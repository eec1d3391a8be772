import type { RunRecord } from '../scenarios/record/record.js';
import { blocksOf, heading } from './document/blocks.js';
import type { ReportDocument } from './document/document.js';
import type { RunSummary } from './history/run-summary.js';
import { actions } from './sections/actions.js';
import { alerts } from './sections/alerts.js';
import { appendix } from './sections/appendix.js';
import { detection } from './sections/detection/detection.js';
import { earlier as earlierRuns } from './sections/earlier.js';
import { environment } from './sections/environment.js';
import { factors } from './sections/factors.js';
import { header } from './sections/header.js';
import { impact } from './sections/impact.js';
import { logs } from './sections/logs.js';
import { notifications } from './sections/notifications.js';
import { remediation } from './sections/remediation.js';
import { keySeries } from './sections/series/key-series.js';
import { summary } from './sections/summary.js';
import { timeline } from './sections/timeline/timeline.js';
import { verdicts } from './sections/verdicts.js';
import { type Section, viewOf } from './view/view.js';

/** In the order in which a reader needs them; titles and anchors are stable. */
const SECTIONS: readonly Section[] = [
  summary,
  verdicts,
  impact,
  timeline,
  detection,
  alerts,
  notifications,
  keySeries,
  logs,
  factors,
  remediation,
  actions,
  earlierRuns,
  environment,
  appendix,
];

/**
 * The incident report of a run, from its record alone, whatever its outcome. Sections without data are left out.
 * @param earlier other runs; those of another scenario or of a later date are ignored.
 */
export function reportOf(record: RunRecord, earlier: readonly RunSummary[]): ReportDocument {
  const view = viewOf(record, earlier);
  const sections = SECTIONS.flatMap(({ id, title, folds, body }) => {
    const blocks = blocksOf(body(view));
    return blocks.length === 0 ? [] : [heading(2, [id], title, folds), ...blocks];
  });
  return {
    run: view.run,
    scenario: view.scenario.name,
    state: view.state,
    startedAt: view.startedAt,
    durationMs: view.endAt - view.startedAt,
    verdicts: view.verdicts,
    findings: view.findings,
    content: { type: 'root', children: [...blocksOf(header(view)), ...sections] },
  };
}

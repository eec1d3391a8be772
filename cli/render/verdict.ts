import { relative } from 'node:path';
import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import type { Outcome, Verdict } from '../../scenarios/model/verdict.js';
import type { Palette } from './palette.js';
import { formatTable } from './table.js';

/** A run's result for people: outcome, every expectation, findings, time to detect next to its bounds, where the report is. */
export function verdictText(result: RunResult, cwd: string, paint: Palette): string {
  const parts = [
    `${outcomeText(result.outcome, paint)} ${paint.bold(result.scenario)} on stack ${result.stack} in ${formatSpan(result.durationMs)}, run ${result.run}\n`,
    result.verdicts.map((verdict) => verdictLines(verdict, paint)).join(''),
    otherFindings(result, paint),
    detectionText(result),
    errorText(result, paint),
    `report ${relative(cwd, result.files.report) || result.files.report}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const OUTCOME_TEXTS: Readonly<Record<Outcome, string>> = {
  passed: 'PASSED',
  failed: 'FAILED',
  inconclusive: 'INCONCLUSIVE',
  'not-steady': 'NOT STEADY',
  aborted: 'ABORTED',
  interrupted: 'INTERRUPTED',
  errored: 'ERRORED',
};

/** An outcome in capitals and in its colour. */
export function outcomeText(outcome: Outcome, paint: Palette): string {
  const text = OUTCOME_TEXTS[outcome];
  if (outcome === 'passed') return paint.good(text);
  return outcome === 'failed' || outcome === 'errored' ? paint.bad(text) : paint.warn(text);
}

function verdictLines(verdict: Verdict, paint: Palette): string {
  const findings = verdict.findings.map((finding) => `      ${paint.warn(finding.id)}: ${finding.message}\n`);
  return `  ${mark(verdict.result, paint)} ${verdict.expectation}\n      ${paint.dim(verdict.value)}\n${findings.join('')}`;
}

function mark(result: Verdict['result'], paint: Palette): string {
  switch (result) {
    case 'met':
      return paint.good('✓');
    case 'missed':
      return paint.bad('✗');
    case 'unknown':
      return paint.warn('?');
  }
}

// Findings of the run as a whole; those of a verdict are listed below it.
function otherFindings({ verdicts, findings }: RunResult, paint: Palette): string {
  const shown = new Set(verdicts.flatMap((verdict) => verdict.findings.map(({ id, message }) => `${id} ${message}`)));
  return findings
    .filter(({ id, message }) => !shown.has(`${id} ${message}`))
    .map(({ id, message }) => `  ${paint.warn(id)}: ${message}\n`)
    .join('');
}

function detectionText({ detection }: RunResult): string {
  if (detection.length === 0) return '';
  const heading = ['TIME FROM FAULT', 'PENDING', 'FIRING', 'NOTIFIED', 'RESOLVED', 'FLOOR', 'CEILING'];
  const rows = detection.map((d) => [
    d.alert,
    span(d.pendingMs),
    span(d.firingMs),
    span(d.notifiedMs),
    span(d.resolvedMs),
    span(d.floorMs),
    span(d.ceilingMs),
  ]);
  return formatTable([heading, ...rows]);
}

const span = (ms: Milliseconds | undefined) => (ms === undefined ? '-' : formatSpan(ms));

function errorText({ error }: RunResult, paint: Palette): string {
  if (error === undefined) return '';
  const hint = error.hint === undefined ? '' : `${paint.name('hint:')} ${error.hint}\n`;
  return `${paint.bad('error:')} ${error.message} ${paint.dim(`[${error.code}]`)}\n${hint}`;
}

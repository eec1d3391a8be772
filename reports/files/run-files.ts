import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import type { RunRecord } from '../../scenarios/record/record.js';
import type { RunSummary } from '../history/run-summary.js';
import { reportOf } from '../report.js';
import { WRITERS } from '../writers/writers.js';
import { RESULT_FILE } from './run-folder.js';

/** Writes the report and run.json into the run's folder; each file is there whole or not at all. */
export async function writeRunFiles(
  dir: string,
  record: RunRecord,
  result: RunResult,
  earlier: readonly RunSummary[],
): Promise<void> {
  await writeReportFiles(dir, record, earlier);
  await writeWhole(join(dir, RESULT_FILE), `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Writes the report alone, from the record, in every format; each file is there whole or not at all. */
export async function writeReportFiles(dir: string, record: RunRecord, earlier: readonly RunSummary[]): Promise<void> {
  const document = reportOf(record, earlier);
  for (const write of Object.values(WRITERS))
    for (const [name, content] of write(document)) await writeWhole(join(dir, name), content);
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    throw new SupopsError({
      code: 'report-unwritable',
      exitCode: EXIT.unavailable,
      message: `${path} cannot be written: ${messageOf(cause)}`,
      hint: 'free some disk space; `supops report` writes it again from the journal',
      cause,
    });
  }
}

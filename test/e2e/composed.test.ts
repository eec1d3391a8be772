import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../core/time.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import { findScenario } from '../../scenarios/language/catalogue.js';
import { knownOf } from '../../scenarios/language/known.js';
import { loadScenario } from '../../scenarios/language/load.js';
import { runIncident } from '../../scenarios/run/run.js';
import type { Host } from '../../stack/deploy/host.js';
import { readProgram } from '../../stack/images/programs.js';
import { superviseReference } from '../../stack/supervised/reference.js';
import type { OptionalPart, Supervised } from '../../stack/supervised/supervised.js';
import { makeTestHost, type TestHost } from '../helpers/stack.js';
import { createWorkspace, expectExit, type Workspace } from '../helpers/workspace.js';

// A system under test that lacks parts, on the real Prometheus and Alertmanager of a stack: what depends on them is unknown, each with a
// finding of its own, never missed or met.

let workspace: Workspace;
let host: Host & TestHost;

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-composed');
  expectExit(await workspace.supops('up'), 0);
  host = makeTestHost(workspace.engine);
});
afterAll(async () => {
  host.dispose();
  await workspace.remove();
});

/** The reference stack with only some of its optional parts. */
async function superviseWith(...parts: readonly OptionalPart[]): Promise<Supervised> {
  const { receipts, load, helpers, ...core } = await superviseReference(host, workspace.stack);
  const has = (part: OptionalPart) => parts.includes(part);
  return {
    ...core,
    ...(receipts && has('receipts') && { receipts }),
    ...(load && has('load') && { load }),
    ...(helpers && has('helpers') && { helpers }),
  };
}

async function runWith(...parts: readonly OptionalPart[]): Promise<RunResult> {
  const supervised = await superviseWith(...parts);
  const { file, text } = await findScenario('db-down', workspace.dir);
  const { scenario, problems } = loadScenario(file, text, await knownOf(supervised));
  if (!scenario) throw new Error(JSON.stringify(problems));
  const runsDir = join(workspace.dir, 'composed');
  const result = await runIncident(supervised, scenario, {
    runsDir,
    stateDir: host.stateDir,
    clock: systemClock,
    signal: new AbortController().signal,
    version: '0.0.0',
    programs: (name) => readProgram(name),
    onEvent: () => {},
    writeReport: async () => {},
  });
  await rm(runsDir, { recursive: true });
  await supervised.close();
  return result;
}

const resultsOf = ({ verdicts }: RunResult) => Object.fromEntries(verdicts.map(({ id, result }) => [id, result]));
const findingsOf = ({ findings }: RunResult) => [...new Set(findings.map(({ id }) => id))].sort();

describe('a system without receipts, load and helper host', () => {
  test('ends inconclusive, with a finding for each missing part, and is intact afterwards', async () => {
    const result = await runWith();
    expect(result.outcome).toBe('inconclusive');
    expect(findingsOf(result)).toEqual(['guardian-absent', 'load-absent', 'receipts-absent']);
    expect(Object.values(resultsOf(result))).not.toContain('missed');
    expect(resultsOf(result)).toMatchObject({ DatabaseDown: 'unknown', fault: 'met', guard: 'unknown', recovery: 'unknown' });
    expect(await workspace.instance('db')).toMatchObject({ state: 'running', restartPolicy: { name: 'unless-stopped' } });
  });
});

describe('a system with receipts only', () => {
  test('has its delivered alert met, and is still inconclusive', async () => {
    const result = await runWith('receipts');
    expect(result.outcome).toBe('inconclusive');
    expect(findingsOf(result)).toEqual(['guardian-absent', 'load-absent']);
    expect(resultsOf(result)).toMatchObject({ DatabaseDown: 'met', ApiErrorRateHigh: 'met', 'nothing-else': 'met' });
  });
});

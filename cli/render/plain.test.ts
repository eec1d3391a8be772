import { expect, test } from 'vitest';
import { dbDownRun } from '../testing/db-down-run.js';
import { fakeClock, fakeContext } from '../testing/fake-context.js';
import { plainRenderer } from './plain.js';
import { heartbeatLines } from './plain-lines.js';
import { emptyView, reduce } from './view-model.js';

const still = () => ({ ...fakeClock(), sleep: () => new Promise<void>(() => {}) });

test('a run is logged in lines that can be grepped, each with the seconds since the start', async () => {
  const clock = still();
  const context = fakeContext([], { clock });
  const renderer = plainRenderer(context, { title: 'db-down', verbose: false });
  let shownMs = 0;
  for (const line of dbDownRun()) {
    clock.advance(line.mono - shownMs);
    shownMs = line.mono;
    renderer.event(line);
  }
  await renderer.end();
  expect(context.written.stdout).toBe('');
  expect(context.written.stderr).toBe(`   0.0s  run 20260101-120000-db-down: db-down on stack supops, 60 times compressed
   0.0s  expected: DatabaseDown {service="db", severity="critical"} fires and is notified via e-mail and Slack between 3.0 s and 8.5 s after the fault, then resolves
   0.0s  expected: ApiErrorRateHigh is muted by DatabaseDown
   0.0s  phase quiet
   0.5s  alert DatabaseDown {service="db", severity="critical"}: firing
   0.9s  alert DatabaseDown {service="db", severity="critical"}: inactive
   1.9s  steady state before the fault: holds, 40 of 40 requests were good
   2.0s  phase inject
   2.0s  fault proven: engine events kill and die of db
   2.1s  phase detect
   2.1s  waiting for DatabaseDown (at most 9.5 s)
   4.0s  alert DatabaseDown {service="db", severity="critical"}: pending
   5.0s  alert DatabaseDown {service="db", severity="critical"}: firing
   5.1s  message via e-mail: DatabaseDown firing, 3.1 s after the fault
   5.5s  alert ApiErrorRateHigh {service="api-1"}: firing
   5.6s  alert ApiErrorRateHigh {service="api-1"}: muted by DatabaseDown
   6.2s  message via e-mail: DatabaseDown firing, 4.2 s after the fault
   6.3s  message via Slack: DatabaseDown firing, 4.3 s after the fault
   6.4s  phase recover
  13.0s  alert DatabaseDown {service="db", severity="critical"}: inactive
  14.0s  message via e-mail: DatabaseDown resolved, 12.0 s after the fault
  15.0s  outcome passed
`);
});

test('a step is logged once per status, not once per detail', async () => {
  const context = fakeContext([], { clock: still() });
  const renderer = plainRenderer(context, { title: 'supops up', verbose: true });
  const subject = 'image nginx';
  renderer.progress({ subject, status: 'working', detail: '1 MB', limitMs: 60_000 });
  renderer.progress({ subject, status: 'working', detail: '2 MB', limitMs: 60_000 });
  renderer.progress({ subject, status: 'done' });
  await renderer.end();
  expect(context.written.stderr).toBe('   0.0s  image nginx: working, 1 MB (at most 1 min)\n   0.0s  image nginx: done\n');
});

const DETAILS = `   0.0s  instances: working, 2 to create
   0.0s  instance cache: working, starting
   0.0s  instance cache: done, ready
   0.0s  instance db: working, starting
   0.0s  instance db: failed, exit code 1
   0.0s  instances: failed
`;

test.each([
  [false, '   0.0s  instance db: failed, exit code 1\n   0.0s  instances: failed\n'],
  [true, DETAILS],
])('a phase is one line, with its failures; more is logged with --verbose: %s', async (verbose, expected) => {
  const context = fakeContext([], { clock: still() });
  const renderer = plainRenderer(context, { title: 'supops up', verbose });
  const { progress } = renderer;
  progress({ subject: 'instances', status: 'working', detail: '2 to create' });
  progress({ subject: 'instance cache', status: 'working', detail: 'starting', part: true });
  progress({ subject: 'instance cache', status: 'done', detail: 'ready', part: true });
  progress({ subject: 'instance db', status: 'working', detail: 'starting', part: true });
  progress({ subject: 'instance db', status: 'failed', detail: 'exit code 1', part: true });
  progress({ subject: 'instances', status: 'failed' });
  await renderer.end();
  expect(context.written.stderr).toBe(expected);
});

test('after a silence the log says what is being waited for, and since when', () => {
  const waiting = { subject: 'service db', status: 'waiting', detail: 'query', limitMs: 60_000 } as const;
  const view = reduce(emptyView('supops up', 0), { kind: 'progress', progress: waiting }, 1_000);
  expect(heartbeatLines(view, 11_000)).toEqual(['service db: still waiting, query (for 10.0 s of 1 min)']);
});

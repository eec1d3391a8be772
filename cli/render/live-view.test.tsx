import chalk from 'chalk';
import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { dbDownRun } from '../testing/db-down-run.js';
import { LiveView } from './live-view.js';
import { emptyView, type RenderEvent, reduce, type View } from './view-model.js';

chalk.level = 0;

function frame(events: readonly (readonly [now: number, event: RenderEvent])[], now: number, rows = 40): string | undefined {
  const view = events.reduce<View>(
    (before, [at, event]) => reduce(before, event, at),
    emptyView('db-down: The database is gone', 0),
  );
  const { lastFrame, unmount } = render(<LiveView view={view} now={() => now} rows={rows} still />);
  unmount();
  return lastFrame();
}

const run = (until: number) =>
  dbDownRun()
    .filter((line) => line.mono <= until)
    .map((line) => [line.mono, { kind: 'line', line }] as const);

test('shows every channel of every expectation, as the messages arrive', () => {
  expect(frame(run(6_200), 6_250)).toBe(`db-down: The database is gone, stack supops, run 20260101-120000-db-down  6.3 s
✓ quiet     1.9 s
✓ inject    0.1 s
· detect    4.2 s
expected
  DatabaseDown {service="db", severity="critical"} firing  fires and is notified via e-mail and
Slack between 3.0 s and 8.5 s after the fault, then resolves
    e-mail ✓ 4.2 s   Slack …
  ApiErrorRateHigh muted  is muted by DatabaseDown`);
});

test('shows what is waited for, since when and how long at most', () => {
  const view = run(2_100).reduce<View>((before, [at, event]) => reduce(before, event, at), emptyView('db-down', 0));
  const { lastFrame, unmount } = render(<LiveView view={view} now={() => 5_000} rows={40} />);
  unmount();
  expect(lastFrame()).toContain('waiting for DatabaseDown  2.9 s of 9.5 s');
});

test('is never higher than the terminal: what is done gives way, failures stay', () => {
  const steps = Array.from({ length: 30 }, (_, i) => {
    const status = i === 3 ? 'failed' : i < 25 ? 'done' : 'waiting';
    return [i, { kind: 'progress', progress: { subject: `service s${i}`, status } }] as const;
  });
  const lines = frame(steps, 1_000, 20)?.split('\n') ?? [];
  expect(lines.length).toBeLessThan(20);
  expect(lines.slice(0, 4)).toEqual([
    'db-down: The database is gone  1.0 s',
    '✓ 17 more done',
    '✗ service s3  failed',
    '✓ service s18',
  ]);
});

import { Box, Text } from 'ink';
import { type ReactNode, useEffect, useState } from 'react';
import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { channelName } from '../../scenarios/language/sentences.js';
import { type ChannelItem, type ChecklistItem, checklist } from './checklist.js';
import { statusText } from './plain-lines.js';
import { isOver, type Step, storyOf, type View } from './view-model.js';
import { visibleSteps } from './visible-steps.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS: Milliseconds = 200;

interface LiveViewProps {
  readonly view: View;
  /** Monotonic time. */
  now(): Milliseconds;
  /** Height of the terminal: a view that is higher would flicker. */
  readonly rows: number;
  /** The final frame: nothing moves any more. */
  readonly still?: boolean;
}

/** Everything that is known now, redrawn five times a second. */
export function LiveView({ view, now, rows, still = false }: LiveViewProps): ReactNode {
  const frame = useFrame(still);
  const time = now();
  const story = storyOf(view);
  const items = story ? checklist(story) : [];
  const reserved = 6 + view.phases.length + items.length * 2 + Math.min(view.notes.length, 3);
  return (
    <Box flexDirection="column">
      <Text>
        <Text bold>{view.title}</Text>
        <Text dimColor>{`  ${running(time - view.startedAt)}`}</Text>
      </Text>
      <Steps steps={view.steps} room={Math.max(3, rows - reserved)} time={time} frame={frame} />
      {view.phases.map((phase) => (
        <Text key={`${phase.phase}${phase.since}`}>
          <Mark done={phase.endedAt !== undefined} frame={frame} />
          {` ${phase.phase.padEnd(10)}`}
          <Text dimColor>{running((phase.endedAt ?? time) - phase.since)}</Text>
        </Text>
      ))}
      {view.waiting !== undefined && !still && (
        <Text color="yellow">{`${frame} waiting for ${view.waiting.for}${sinceText(view.waiting, time)}`}</Text>
      )}
      {items.length > 0 && <Text dimColor>expected</Text>}
      {items.map((item) => (
        <ChecklistLine key={item.id} item={item} frame={frame} />
      ))}
      {view.notes.slice(-3).map((note, i) => (
        <Text key={`${view.notes.length}-${i}`} {...(note.severity === 'warning' ? { color: 'yellow' } : {})}>
          {`${note.severity === 'warning' ? '!' : '·'} ${note.text}`}
        </Text>
      ))}
    </Box>
  );
}

function useFrame(still: boolean): string {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (still) return;
    const timer = setInterval(() => setTick((t) => t + 1), FRAME_MS);
    return () => clearInterval(timer);
  }, [still]);
  return still ? '·' : (FRAMES[tick % FRAMES.length] ?? '·');
}

// Running clocks keep their unit: `0.8 s` becomes `1.0 s`, not `800 ms`.
const running = (ms: Milliseconds) => (ms < 1_000 ? `${(Math.max(0, ms) / 1_000).toFixed(1)} s` : formatSpan(ms));

const sinceText = (at: { readonly since: Milliseconds; readonly limitMs?: Milliseconds }, time: Milliseconds) =>
  `  ${running(time - at.since)}${at.limitMs === undefined ? '' : ` of ${formatSpan(at.limitMs)}`}`;

function Mark({
  done,
  failed = false,
  frame,
}: {
  readonly done: boolean;
  readonly failed?: boolean;
  readonly frame: string;
}): ReactNode {
  if (failed) return <Text color="red">✗</Text>;
  return done ? <Text color="green">✓</Text> : <Text color="yellow">{frame}</Text>;
}

interface StepsProps {
  readonly steps: readonly Step[];
  readonly room: number;
  readonly time: Milliseconds;
  readonly frame: string;
}

function Steps({ steps, room, time, frame }: StepsProps): ReactNode {
  const { hidden, shown } = visibleSteps(steps, room);
  return (
    <>
      {hidden > 0 && <Text dimColor>{`✓ ${hidden} more done`}</Text>}
      {shown.map((step) => (
        <Text key={step.subject} wrap="truncate">
          <Mark done={isOver(step.status)} failed={step.status === 'failed'} frame={frame} />
          {` ${step.subject}`}
          <Text dimColor>
            {`  ${step.status === 'done' ? (step.detail ?? '') : statusText(step.status, step.detail)}`}
            {isOver(step.status) ? '' : sinceText(step, time)}
          </Text>
        </Text>
      ))}
    </>
  );
}

const STATE_COLORS = { waiting: 'gray', pending: 'yellow', firing: 'red', muted: 'cyan', resolved: 'green' } as const;

function ChecklistLine({ item, frame }: { readonly item: ChecklistItem; readonly frame: string }): ReactNode {
  return (
    <Box flexDirection="column">
      <Text>
        {'  '}
        <Text bold>{item.alert}</Text>
        <Text color={STATE_COLORS[item.state]}>{` ${item.state === 'waiting' ? frame : item.state}`}</Text>
        <Text dimColor>{`  ${item.expected}`}</Text>
      </Text>
      {item.channels.length > 0 && <Text>{`    ${item.channels.map(channelText).join('   ')}`}</Text>}
    </Box>
  );
}

function channelText({ channel, firingMs, resolvedMs }: ChannelItem): string {
  const firing = firingMs === undefined ? '…' : `✓ ${formatSpan(firingMs)}`;
  return `${channelName(channel)} ${firing}${resolvedMs === undefined ? '' : `, resolved ✓ ${formatSpan(resolvedMs)}`}`;
}

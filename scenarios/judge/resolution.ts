import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, channelName } from '../language/sentences.js';
import type { Expectation } from '../model/scenario.js';
import type { Finding } from '../model/verdict.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import type { Aspect } from './aspects.js';
import { inboxLost, isUnreachableAtEnd } from './health.js';

/** Judges "resolves": every alert that fired is gone, and if its firing was notified, its end was notified too. */
export function judgeResolution(story: Story, expected: ExpectationStory): Aspect {
  const { expectation, fired, undoneAt } = expected;
  if (undoneAt === undefined) return { result: 'unknown', findings: [], value: 'not repaired, so not resolved' };
  const open = fired.filter(({ resolvedAt }) => resolvedAt === undefined);
  if (open.length > 0) return stillFiring(story, expected, open);
  const silent = fired.flatMap((history) => silentChannels(expectation, history));
  const value = `resolved ${fromRepair(Math.max(...fired.map(({ resolvedAt = 0 }) => resolvedAt)) - undoneAt)}`;
  if (silent.length === 0) return { result: 'met', findings: [], value };
  const lost = inboxLost(story);
  return { result: lost ? 'unknown' : 'missed', value, findings: silent.map((finding) => (lost ? unseen(finding) : finding)) };
}

// What ends the fault itself, such as the kernel that ends a leak, ends its alert before anybody repairs anything.
const fromRepair = (ms: Milliseconds): string => `${formatSpan(Math.abs(ms))} ${ms < 0 ? 'before' : 'after'} the repair`;

const unseen = ({ message, alert }: Finding): Finding => ({
  id: 'monitoring-blind',
  ...(alert === undefined ? {} : { alert }),
  message: `${message}; but the inbox was not reachable throughout`,
});

function stillFiring(story: Story, { expectation, undoneAt }: ExpectationStory, open: readonly AlertHistory[]): Aspect {
  const { alert } = expectation;
  const blind = isUnreachableAtEnd(story, 'prometheus');
  const waited = formatSpan(story.endAt - (undoneAt ?? story.endAt));
  const findings = open.map(({ labels }): Finding => {
    const name = alertText(alert, labels);
    return blind
      ? {
          id: 'monitoring-blind',
          alert,
          message: `whether ${name} resolved is unknown: Prometheus could not be asked at the end`,
        }
      : { id: 'not-resolved', alert, message: `${name} was still firing ${waited} after the repair` };
  });
  return { result: blind ? 'unknown' : 'missed', findings, value: blind ? 'end not seen' : 'not resolved' };
}

function silentChannels({ alert, notified }: Expectation, { receipts, labels }: AlertHistory): readonly Finding[] {
  const has = (channel: string, status: string) => receipts.some((one) => one.channel === channel && one.status === status);
  return notified
    .filter((channel) => has(channel, 'firing') && !has(channel, 'resolved'))
    .map((channel) => ({
      id: 'resolution-not-notified',
      alert,
      message: `the end of ${alertText(alert, labels)} was not notified via ${channelName(channel)}`,
    }));
}

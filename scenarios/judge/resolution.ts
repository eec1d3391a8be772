import { formatSpan } from '../../core/duration.js';
import { alertText, CHANNEL_NAMES } from '../language/sentences.js';
import type { Expectation, Finding } from '../model.js';
import type { AlertHistory } from '../record/record.js';
import { inboxLost, isUnreachableAtEnd } from './health.js';
import type { Hearing, Piece } from './hearing.js';

/** Judges "resolves": every alert that fired is gone, and wherever its firing was told, its end was told too. */
export function judgeResolution(hearing: Hearing, expectation: Expectation, fired: readonly AlertHistory[]): Piece {
  const { alert } = expectation;
  const { undoneAt } = hearing;
  if (undoneAt === undefined) return { result: 'unknown', findings: [], value: 'not repaired, so not resolved' };
  const open = fired.filter(({ resolvedAt }) => resolvedAt === undefined);
  if (open.length > 0) return stillFiring(hearing, alert, open);
  const untold = fired.flatMap((history) => untoldChannels(expectation, history));
  const value = `resolved ${formatSpan(Math.max(...fired.map(({ resolvedAt = 0 }) => resolvedAt)) - undoneAt)} after the repair`;
  if (untold.length === 0) return { result: 'met', findings: [], value };
  const lost = inboxLost(hearing);
  return { result: lost ? 'unknown' : 'missed', value, findings: untold.map((finding) => (lost ? unseen(finding) : finding)) };
}

const unseen = ({ message, alert }: Finding): Finding => ({
  id: 'monitoring-blind',
  ...(alert === undefined ? {} : { alert }),
  message: `${message}; but the inbox was not reachable throughout`,
});

function stillFiring(hearing: Hearing, alert: string, open: readonly AlertHistory[]): Piece {
  const blind = isUnreachableAtEnd(hearing, 'prometheus');
  const end = hearing.lines.at(-1)?.at ?? 0;
  const waited = formatSpan(end - (hearing.undoneAt ?? end));
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

function untoldChannels({ alert, notified }: Expectation, { receipts, labels }: AlertHistory): readonly Finding[] {
  const told = (channel: string, status: string) => receipts.some((one) => one.channel === channel && one.status === status);
  return notified
    .filter((channel) => told(channel, 'firing') && !told(channel, 'resolved'))
    .map((channel) => ({
      id: 'resolution-not-notified',
      alert,
      message: `the end of ${alertText(alert, labels)} was not notified by ${CHANNEL_NAMES[channel]}`,
    }));
}

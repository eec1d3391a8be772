import type { CarriedAlert } from '../../stack/services/contracts.js';
import { type Blocks, fenced, paragraph, table } from '../document/blocks.js';
import { count, time } from '../document/figures.js';
import { code, cutCode, emphasis, joined, type Phrase, phrase } from '../document/phrase.js';
import { outside } from '../document/text.js';
import { channelName } from '../view/channel-name.js';
import { isWatchdog, linesOf, type Section, sinceOrigin, type View } from '../view/view.js';

type Receipt = ReturnType<typeof linesOf<'receipt'>>[number];

/** Most messages in the table, and most of them quoted. */
const LIMIT = 20;
const QUOTED = 4;

/** The messages that arrived, and whether they are about the alerts of this run. */
export const notifications: Section = {
  id: 'notifications',
  title: 'Notification evidence',
  body: (view) => {
    const all = linesOf(view, 'receipt');
    const real = all.filter(({ alerts }) => alerts.length === 0 || alerts.some(({ alertname }) => !isWatchdog(alertname)));
    const beats = all.length - real.length;
    if (real.length === 0) return paragraph(nothing(view, beats));
    const rest = real.length - LIMIT;
    return [
      table(
        HEADS,
        real.slice(0, LIMIT).flatMap((receipt) => rowsOf(view, receipt)),
      ),
      paragraph(rest > 0 ? `${rest} further messages are in the journal.` : ''),
      paragraph(notes(beats)),
      quoted(view, real).map(quote),
    ];
  },
};

const HEADS = [
  'Message',
  'Channel',
  'To',
  'Arrived (UTC)',
  'T+',
  'Carries',
  'Fingerprint',
  code('startsAt'),
  'This run’s alert',
  'Recorded after',
];

function nothing({ injectedAt }: View, beats: number): string {
  if (injectedAt === undefined) return '';
  const watchdog = beats > 0 ? `, though ${count(beats, 'message')} of the Watchdog did: the inbox was reached` : '';
  return `No message about any alert arrived${watchdog}.`;
}

const notes = (beats: number): Phrase =>
  joined([
    phrase`A message counts only if it carries the fingerprint and ${code('startsAt')} of the alert that this run saw.`,
    phrase`${emphasis('Recorded after')} is the time from its arrival until supops had it in its journal.`,
    beats > 0
      ? `${count(beats, 'further message')} came from the Watchdog, which shows that the inbox was reached.`
      : undefined,
  ]);

function rowsOf(view: View, receipt: Receipt): readonly (readonly Phrase[])[] {
  const { message, channel, to, receivedAt, at, alerts } = receipt;
  const head = [message, channelName(channel), cutCode(to, 60), time(receivedAt), sinceOrigin(view, receivedAt)];
  const lag = `${Math.max(0, Math.round(at - receivedAt))} ms`;
  if (alerts.length === 0) return [[...head, 'no marker line: cannot be identified', '–', '–', '❔', lag]];
  return alerts.map((alert) => [
    ...head,
    phrase`${code(alert.alertname)} ${outside(alert.status)}`,
    code(alert.fingerprint),
    outside(alert.startsAt),
    isOfThisRun(view, receipt, alert) ? '✅' : '❌',
    lag,
  ]);
}

const isOfThisRun = (view: View, { message, channel }: Receipt, { fingerprint, status }: CarriedAlert) =>
  view.alerts.some(
    (history) =>
      history.fingerprint === fingerprint &&
      !history.before &&
      history.receipts.some(
        (receipt) => receipt.message === message && receipt.channel === channel && receipt.status === status,
      ),
  );

// The first message of each channel and status about an expected alert says enough.
function quoted({ scenario }: View, receipts: readonly Receipt[]): readonly Receipt[] {
  const names = new Set(scenario.expect.map(({ alert }) => alert));
  const first = new Map<string, Receipt>();
  for (const receipt of receipts)
    for (const { alertname, status } of receipt.alerts) {
      const key = `${status} ${receipt.channel}`;
      if (names.has(alertname) && !first.has(key)) first.set(key, receipt);
    }
  return [...new Set(first.values())].slice(0, QUOTED);
}

const quote = ({ message, channel, subject, excerpt }: Receipt): Blocks => [
  paragraph(phrase`Message ${message}, ${channelName(channel)}: ${code(subject || 'without a subject')}`),
  fenced(excerpt.trim()),
];

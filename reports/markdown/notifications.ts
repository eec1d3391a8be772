import type { JournalLine } from '../../scenarios/record/events.js';
import type { CarriedAlert } from '../../stack/services/contracts.js';
import { channelName, code, count, fenced, prose, table, time } from './format.js';
import { isWatchdog, linesOf, type Section, sinceOrigin, type View } from './view.js';

type Receipt = Extract<JournalLine, { type: 'receipt' }>;

/** Most messages in the table, and most of them quoted. */
const LIMIT = 20;
const QUOTED = 4;

/** The messages that arrived, and whether they are about the alerts of this run. */
export const notifications: Section = {
  title: 'Notification evidence',
  body: (view) => {
    const all = linesOf(view.record, 'receipt');
    const real = all.filter(({ alerts }) => alerts.length === 0 || alerts.some(({ alertname }) => !isWatchdog(alertname)));
    if (real.length === 0) return all.length === 0 && view.injectedAt === undefined ? undefined : nothing(view, all.length);
    const beats = all.length - real.length;
    const shown = real.slice(0, LIMIT);
    return [
      table(
        HEADS,
        shown.flatMap((receipt) => rowsOf(view, receipt)),
      ),
      ...(real.length > LIMIT ? [`${real.length - LIMIT} further messages are in the journal.`] : []),
      notes(beats),
      ...quoted(view, real).map((receipt) => quote(receipt)),
    ].join('\n\n');
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
  '`startsAt`',
  'This run’s alert',
  'Recorded after',
];

const nothing = ({ injectedAt }: View, beats: number): string | undefined =>
  injectedAt === undefined
    ? undefined
    : `No message about any alert arrived${beats > 0 ? `, though ${count(beats, 'message')} of the Watchdog did: the inbox was reached` : ''}.`;

function notes(beats: number): string {
  const watchdog =
    beats > 0 ? ` ${count(beats, 'further message')} came from the Watchdog, which shows that the inbox was reached.` : '';
  return `A message counts only if it carries the fingerprint and \`startsAt\` of the alert that this run saw. *Recorded after* is the time from its arrival until supops had it in its journal.${watchdog}`;
}

function rowsOf(view: View, receipt: Receipt): readonly (readonly string[])[] {
  const head = [
    `${receipt.message}`,
    channelName(receipt.channel),
    code(receipt.to, 60),
    time(receipt.receivedAt),
    sinceOrigin(view, receipt.receivedAt),
  ];
  const lag = `${Math.max(0, Math.round(receipt.at - receipt.receivedAt))} ms`;
  if (receipt.alerts.length === 0) return [[...head, 'no marker line: cannot be identified', '–', '–', '❔', lag]];
  return receipt.alerts.map((alert) => [
    ...head,
    `${code(alert.alertname)} ${prose(alert.status)}`,
    code(alert.fingerprint),
    prose(alert.startsAt),
    isOfThisRun(view, receipt, alert) ? '✅' : '❌',
    lag,
  ]);
}

const isOfThisRun = ({ record }: View, { message, channel }: Receipt, { fingerprint, status }: CarriedAlert) =>
  record.timeline.alerts.some(
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

const quote = ({ message, channel, subject, excerpt }: Receipt) =>
  `Message ${message}, ${channelName(channel)}: ${code(subject || 'without a subject')}\n\n${fenced(excerpt.trim())}`;

import type { JournalLine } from '../../scenarios/record/events.js';

/** What an alert's label, a subject or a log line may hold. */
const EVIL =
  ' $b$ ~~s~~ | `evil` ``` <script>alert(1)</script> @everyone #42 [x](https://evil.test) $a$ *b* _c_ ~~d~~\n# evil\n| e | f |\n```\n`odd\u202e\u001b[31m';

/** Keys whose values the report or the judge takes for identifiers of ours. */
const OURS = new Set([
  'type',
  'phase',
  'status',
  'state',
  'moment',
  'channel',
  'severity',
  'kind',
  'result',
  'outcome',
  'prometheus',
  'alertmanager',
  'inbox',
  'startsAt',
  'endsAt',
  'fingerprint',
  'policy',
  'run',
  'id',
]);
const KEPT_LISTS = new Set(['notified', 'inhibitedBy', 'silencedBy']);

/** The same journal, every text from outside followed by what breaks Markdown. */
export const hostile = (lines: readonly JournalLine[]): readonly JournalLine[] =>
  lines.map((line) => spoil(line, '') as JournalLine);

function spoil(value: unknown, key: string): unknown {
  if (typeof value === 'string') return OURS.has(key) ? value : value + EVIL;
  if (Array.isArray(value)) return KEPT_LISTS.has(key) ? value : value.map((inner) => spoil(inner, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(inner, name)]));
}

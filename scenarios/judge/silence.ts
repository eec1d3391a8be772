import { formatSpan } from '../../core/duration.js';
import { sinceInjection } from '../language/sentences.js';
import type { Finding } from '../model/verdict.js';
import type { SilenceStory, Story } from '../story/story.js';
import { type Judged, missed, unknown, worst } from './aspects.js';
import { inboxLost, wasUnreachable, watchedTooBriefly } from './health.js';

/**
 * Judges "falls silent": no message about the alert arrived for twice as long as there is between two of them, and one came after the repair. It
 * needs neither Prometheus nor Alertmanager, which may be the victim: only the inbox.
 */
export function judgeSilence(story: Story, silence: SilenceStory): Judged {
  const { expectation, injectedAt, bounds, arrivals, noticedAt, silentFrom } = silence;
  const { alert } = expectation;
  const blind = (why: string) =>
    unknown('not judged', [{ id: 'monitoring-blind', alert, message: `whether ${alert} fell silent is unknown: ${why}` }]);
  if (injectedAt === undefined) return unknown('not judged: nothing was injected');
  if (story.started.parts.receipts === undefined) {
    const message = `whether ${alert} fell silent is unknown: nobody tells what ${story.started.stack} sends`;
    return unknown('not judged', [{ id: 'receipts-absent', alert, message }]);
  }
  if (inboxLost(story) || wasUnreachable(story, 'receipts')) return blind('the inbox was not reachable throughout');
  if (bounds === undefined) return blind('nothing is known of its route, so that nobody can say how often it is notified');
  const mostMs = 2 * bounds.inForce.periodMs;
  if (!arrivals.some((at) => at <= (silentFrom ?? injectedAt)))
    return blind('no message about it had arrived before the fault');
  if (noticedAt === undefined || silentFrom === undefined) {
    const brief = watchedTooBriefly(story, silence);
    if (brief !== undefined) return blind(brief);
    const since = arrivals.filter((at) => at > injectedAt).length;
    const message = `${alert} did not fall silent: ${since} messages about it arrived after the fault, never ${formatSpan(mostMs)} apart`;
    return missed('not silent', { id: 'not-silent', alert, message });
  }
  return { ...noticed(silence, noticedAt), ...ended(story, { silence, noticedAt, silentFrom }) };
}

const noticed = ({ injectedAt = 0 }: SilenceStory, noticedAt: number) => ({
  valueMs: noticedAt - injectedAt,
  histories: [],
});

interface Noticed {
  readonly silence: SilenceStory;
  readonly noticedAt: number;
  readonly silentFrom: number;
}

function ended(story: Story, { silence, noticedAt, silentFrom }: Noticed): Pick<Judged, 'result' | 'value' | 'findings'> {
  const { expectation, injectedAt = 0, undoneAt, budgetMs, backAt } = silence;
  const { alert } = expectation;
  const afterMs = noticedAt - injectedAt;
  const late: readonly Finding[] =
    budgetMs !== undefined && afterMs > budgetMs
      ? [
          {
            id: 'late',
            alert,
            message: `the silence of ${alert} was noticed after ${formatSpan(afterMs)}, ${formatSpan(afterMs - budgetMs)} later than the ${formatSpan(budgetMs)} allowed`,
          },
        ]
      : [];
  const value = `silent from ${sinceInjection(silentFrom, injectedAt)}, noticed after ${formatSpan(afterMs)}`;
  if (undoneAt === undefined) return { result: worst([late.length > 0 ? 'missed' : 'met', 'unknown']), value, findings: late };
  if (backAt !== undefined)
    return {
      result: late.length > 0 ? 'missed' : 'met',
      value: `${value}; back ${formatSpan(backAt - undoneAt)} after the repair`,
      findings: late,
    };
  const message = `no message about ${alert} arrived in the ${formatSpan(story.endAt - undoneAt)} after the repair`;
  return { result: 'missed', value: `${value}; still silent`, findings: [...late, { id: 'still-silent', alert, message }] };
}

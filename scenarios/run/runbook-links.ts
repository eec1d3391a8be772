import { access } from 'node:fs/promises';
import { packageRoot } from '../../stack/package-root.js';
import { RUNBOOK_ANNOTATION } from '../judge/runbook.js';
import { openPage } from '../observe/link.js';
import type { RunEvent } from '../record/events.js';
import type { RunContext } from './context.js';
import { placeOf } from './link-place.js';

type LinkEvent = Extract<RunEvent, { type: 'link' }>;

/** Looks where the runbook links lead that the scenario asks for, each link once. */
export async function runbookLinks({
  story,
  checkLinks,
}: Pick<RunContext, 'story' | 'checkLinks'>): Promise<readonly LinkEvent[]> {
  const asked = story().expectations.filter(({ expectation }) => expectation.runbook === true);
  const links = new Map(
    asked.flatMap(({ expectation: { alert }, fired }) =>
      fired.flatMap(({ annotations }) => {
        const url = annotations?.[RUNBOOK_ANNOTATION];
        return url === undefined || url === '' ? [] : [[url, alert] as const];
      }),
    ),
  );
  return Promise.all([...links].map(async ([url, alert]) => ({ type: 'link', alert, url, ...(await look(url, checkLinks)) })));
}

async function look(url: string, checkLinks: boolean): Promise<Pick<LinkEvent, 'state' | 'detail'>> {
  const place = placeOf(url);
  if (place.kind === 'nowhere') return { state: 'missing', detail: place.why };
  if (place.kind === 'own') {
    const isThere = await access(new URL(place.path, packageRoot())).then(
      () => true,
      () => false,
    );
    return isThere
      ? { state: 'there', detail: `${place.path} comes with supops` }
      : { state: 'missing', detail: `supops has no ${place.path}` };
  }
  if (!checkLinks) return { state: 'not-opened', detail: 'only its form was looked at' };
  const wrong = await openPage(url);
  return wrong === undefined ? { state: 'there', detail: 'opened' } : { state: 'missing', detail: wrong };
}

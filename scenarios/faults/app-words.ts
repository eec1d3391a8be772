import type { FlagName } from '../../stack/services/contracts.js';
import { listText } from '../language/sentences.js';
import { type AppParams, flagsOf } from './app-params.js';
import type { FaultWords } from './fault.js';

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

/** Each flag in short, and as a sentence about what happened. */
const WORDS: {
  readonly [Name in FlagName]: (value: NonNullable<AppParams[Name]>) => readonly [short: string, effect: string];
} = {
  errors: (share) => [
    `errors for ${percent(share)} of the requests`,
    `{target} answered ${percent(share)} of the requests with 500, as a bad release would.`,
  ],
  slow: ({ route, delay }) => [`${delay} more for ${route}`, `{target} answered requests to ${route} ${delay} later.`],
  leak: (rate) => [`a leak of ${rate} MiB per second`, `{target} took ${rate} MiB of memory per second and gave none back.`],
  cpu: (share) => [`${percent(share)} of a core burnt`, `{target} burnt ${percent(share)} of a core, while requests waited.`],
  badKey: (id) => [`errors for product ${id}`, `{target} answered requests for product ${id} with 500.`],
};

function wordsOf<Name extends FlagName>(params: AppParams, name: Name): readonly [short: string, effect: string] {
  return WORDS[name](params[name] as NonNullable<AppParams[Name]>);
}

/** `the flag errors`, `the flags errors and leak`. */
export const flagsText = (names: readonly string[]): string =>
  `the ${names.length === 1 ? 'flag' : 'flags'} ${listText(names)}`;

/** The fault in words. */
export function appWords(params: AppParams): FaultWords {
  const names = flagsOf(params);
  const all = names.map((name) => wordsOf(params, name));
  const what = listText(all.map(([short]) => short));
  return {
    noun: `bad release of {target}: ${what}`,
    plan: `give {target} a bad release: ${what}`,
    done: `gave {target} a bad release: ${what}`,
    effect: all.map(([, effect]) => effect).join(' '),
    repair: `roll {target} back: clear ${flagsText(names)}`,
  };
}

/** What a flag has done so far: `12 requests failed`. */
export function effectsText(name: FlagName, count: number): string {
  const requests = `${count} ${count === 1 ? 'request' : 'requests'}`;
  switch (name) {
    case 'errors':
      return `${requests} failed`;
    case 'slow':
      return `${requests} delayed`;
    case 'leak':
      return `${count} MiB held`;
    case 'cpu':
      return `${count} ${count === 1 ? 'slice' : 'slices'} of CPU time burnt`;
    case 'badKey':
      return `${requests} for the product failed`;
  }
}

import { spawn } from 'node:child_process';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import { noProgress } from '../../core/progress.js';
import { type StackStatus, status } from '../../stack/inspect/status.js';
import type { Context } from '../context.js';
import type { OpenFlags } from '../flags.js';
import { withHost } from '../host.js';
import { writeJson } from '../render/json.js';
import { formatTable } from '../render/table.js';
import type { Settings } from '../settings.js';
import { notDeployed } from './status.js';

/** A page of a stack. */
export interface Page {
  readonly name: string;
  readonly url: string;
}

/** `supops open [page]`: prints the URL of a page, and shows it in the browser if a person is there to look; without a page, all of them. */
export async function openCommand(
  context: Context,
  settings: Settings,
  { page, print }: OpenFlags & { readonly page: string | undefined },
): Promise<ExitCode> {
  const found = await withHost(context, noProgress, (host) => status(host, settings.stack));
  if (!found.deployed) throw notDeployed(settings.stack);
  const pages = pagesOf(found);
  if (page === undefined) {
    if (settings.output === 'json') writeJson(context.stdout, { stack: settings.stack, pages });
    else context.stdout.write(formatTable([['PAGE', 'URL'], ...pages.map(({ name, url }) => [name, url])]));
    return EXIT.ok;
  }
  const chosen = choose(pages, page);
  if (settings.output === 'json') writeJson(context.stdout, { stack: settings.stack, ...chosen });
  else context.stdout.write(`${chosen.url}\n`);
  if (print !== true && settings.output === 'text' && context.stdout.isTTY) show(chosen.url, process.platform);
  return EXIT.ok;
}

/** Services that are known by another name. */
const NAMES: Readonly<Record<string, string>> = { front: 'shop' };
/** Published for supops alone: it answers nothing without a token. */
const NO_PAGE = new Set(['visitors']);

/** The pages of a stack that are there for people. */
export const pagesOf = ({ instances }: Pick<StackStatus, 'instances'>): readonly Page[] =>
  instances.flatMap(({ service, url }) =>
    url === undefined || NO_PAGE.has(service) ? [] : [{ name: NAMES[service] ?? service, url }],
  );

function choose(pages: readonly Page[], wanted: string): Page {
  const found = pages.find(({ name }) => name === wanted || NAMES[wanted] === name);
  if (found) return found;
  const names = pages.map(({ name }) => name);
  throw new SupopsError({
    code: 'unknown-page',
    exitCode: EXIT.usage,
    message: `there is no page '${wanted}'${suggestion(wanted, names)}`,
    hint: `the pages are ${names.join(', ')}`,
  });
}

const BROWSERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

// Where there is no browser the URL on stdout is what there is.
function show(url: string, platform: NodeJS.Platform): void {
  const [command, ...args] = BROWSERS[platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

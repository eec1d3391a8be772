/** A file of apt's: `/etc/apt/sources.list` or one of `sources.list.d`. */
export interface SourcesFile {
  readonly name: string;
  readonly text: string;
}

interface Source {
  readonly types: readonly string[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly signedBy: string;
}

/**
 * The mirror from which a Debian host installs its own packages: near, or the only one it can reach.
 * @param osRelease text of /etc/os-release
 * @returns undefined if the host is not Debian, or names no mirror by http(s)
 */
export function hostMirror(osRelease: string, files: readonly SourcesFile[]): string | undefined {
  if (!/^ID=["']?debian["']?$/m.test(osRelease)) return undefined;
  const codename = /^VERSION_CODENAME=["']?([a-z]+)["']?$/m.exec(osRelease)?.[1] ?? 'sid';
  const uris = files
    .flatMap(parseSources)
    .filter(isArchive(codename))
    .flatMap((source) => source.uris);
  return uris.find((uri) => /^https?:\/\//.test(uri))?.replace(/\/+$/, '');
}

/** Third parties offer suites of the same name: the archive's own has the component `main`, and its keyring or its name. */
const isArchive =
  (codename: string) =>
  ({ types, uris, suites, components, signedBy }: Source): boolean =>
    types.includes('deb') &&
    suites.some((suite) => [codename, 'stable', 'testing', 'unstable', 'sid'].includes(suite)) &&
    components.includes('main') &&
    (signedBy === '' ? uris.some((uri) => /\/debian\/?$/.test(uri)) : /debian-archive/.test(signedBy));

function parseSources({ name, text }: SourcesFile): readonly Source[] {
  return name.endsWith('.sources') ? text.split(/\n\s*\n/).flatMap(parseStanza) : text.split('\n').flatMap(parseLine);
}

/** One stanza of the deb822 format. */
function parseStanza(stanza: string): readonly Source[] {
  const fields = new Map<string, string>();
  let current = '';
  for (const line of stanza.split('\n').filter((each) => !each.startsWith('#'))) {
    const start = /^([A-Za-z-]+):(.*)$/.exec(line);
    if (start !== null) current = String(start[1]).toLowerCase();
    fields.set(current, `${fields.get(current) ?? ''} ${start === null ? line : start[2]}`);
  }
  const words = (field: string) => (fields.get(field) ?? '').split(/\s+/).filter((word) => word !== '');
  if (words('enabled')[0] === 'no' || words('uris').length === 0) return [];
  return [
    {
      types: words('types'),
      uris: words('uris'),
      suites: words('suites'),
      components: words('components'),
      signedBy: words('signed-by').join(' '),
    },
  ];
}

/** One line of the older format: `deb [options] uri suite components…`. */
function parseLine(line: string): readonly Source[] {
  const match = /^\s*(deb)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line);
  if (match === null) return [];
  const [, type = '', options = '', uri = '', suite = '', components = ''] = match;
  const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options)?.[1] ?? '';
  return [{ types: [type], uris: [uri], suites: [suite], components: components.trim().split(/\s+/), signedBy }];
}

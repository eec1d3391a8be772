import type { Command } from 'commander';

/** Shells that can be completed. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Pages of a stack that `open` knows. */
const PAGES = ['shop', 'prometheus', 'alertmanager', 'inbox'] as const;

/** What may follow the words of one command: `incident` → its subcommands, its options, the scenarios. */
interface CompletionEntry {
  /** Names after `supops`, joined by spaces; empty for the program itself. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

/** The completion script of a program. `scenarios` are offered where `incident` takes one. */
export function completionScript(program: Command, shell: Shell, scenarios: readonly string[]): string {
  const entries = entriesOf(program, scenarios);
  switch (shell) {
    case 'bash':
      return bash(entries);
    case 'zsh':
      return zsh(entries);
    case 'fish':
      return fish(entries);
  }
}

function entriesOf(program: Command, scenarios: readonly string[]): readonly CompletionEntry[] {
  const named = scenarios.map((word) => ({ word, description: 'scenario' }));
  const global = optionsOf(program);
  const visit = (command: Command, names: readonly string[]): CompletionEntry[] => {
    const path = names.join(' ');
    const words = [
      ...command.commands.map((sub) => ({ word: sub.name(), description: sub.description() })),
      ...(path === 'incident' || path === 'incident show' ? named : []),
      ...(path === 'open' ? PAGES.map((word) => ({ word, description: 'page' })) : []),
      ...(path === 'completion' ? SHELLS.map((word) => ({ word, description: 'shell' })) : []),
      ...(command === program ? [] : optionsOf(command)),
      ...global,
    ];
    return [{ path, words }, ...command.commands.flatMap((sub) => visit(sub, [...names, sub.name()]))];
  };
  return visit(program, []);
}

const optionsOf = (command: Command) =>
  command.options.flatMap(({ long, description }) => (long ? [{ word: long, description }] : []));

const wordList = ({ words }: CompletionEntry) => words.map(({ word }) => word).join(' ');

// The words before the cursor that are names of commands select the entry; file names complete if nothing else does.
const SELECT = (array: string) => `  local commands="" word
  for word in "\${${array}}"; do
    case "$commands $word" in
PATTERNS
    esac
  done`;

const selection = (entries: readonly CompletionEntry[], words: string) =>
  SELECT(words).replace(
    'PATTERNS',
    entries
      .filter(({ path }) => path !== '')
      .map(({ path }) => {
        const names = path.split(' ');
        return `      "${names.slice(0, -1).join(' ')} ${names.at(-1)}") commands="${path}" ;;`;
      })
      .join('\n'),
  );

const cases = (entries: readonly CompletionEntry[], line: (entry: CompletionEntry) => string) =>
  entries.map((entry) => `    "${entry.path}") ${line(entry)} ;;`).join('\n');

const bash = (entries: readonly CompletionEntry[]) => `# bash completion for supops
_supops() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
${selection(entries, 'COMP_WORDS[@]:1:COMP_CWORD-1')}
  case "$commands" in
${cases(entries, (entry) => `words="${wordList(entry)}"`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _supops supops
`;

const zsh = (entries: readonly CompletionEntry[]) => `#compdef supops
# zsh completion for supops
_supops() {
  local -a candidates
${selection(entries, 'words[@]:1:$((CURRENT-2))')}
  case "$commands" in
${cases(entries, (entry) => `candidates=(${entry.words.map(({ word }) => `'${word}'`).join(' ')})`)}
  esac
  compadd -- $candidates || _files
}
compdef _supops supops
`;

const fish = (entries: readonly CompletionEntry[]) =>
  `# fish completion for supops\n${entries
    .flatMap(({ path, words }) =>
      words.map(({ word, description }) => {
        const condition = path === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${path.split(' ').at(-1)}`;
        const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
        return `complete -c supops -n '${condition}' ${what} -d '${description.replaceAll("'", "\\'")}'`;
      }),
    )
    .join('\n')}\n`;

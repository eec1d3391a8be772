import { commandLine } from '../../core/command-line.js';
import type { View } from './view.js';

/** The command that runs this scenario again: by its name if it is one of the catalogue, else by its file. */
export function incidentCommand({ scenario: { name, file }, started }: View): string {
  const catalogued = file.replaceAll('\\', '/').endsWith(`catalogue/${name}.yaml`) || !/[/\\]|\.ya?ml$/.test(file);
  return commandLine(`incident ${catalogued ? name : quote(file)}`, started.stack);
}

const quote = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);

import type { View } from './view.js';

/** What `--stack` means where it is not given. */
const DEFAULT_STACK = 'supops';

/** The command that runs this scenario again: by its name where it is one of the catalogue, else by its file. */
export function incidentCommand({ scenario, started }: View): string {
  const catalogued =
    scenario.file.replaceAll('\\', '/').endsWith(`catalogue/${scenario.name}.yaml`) || !/[/\\]|\.ya?ml$/.test(scenario.file);
  return `supops incident ${catalogued ? scenario.name : quote(scenario.file)}${stackFlag(started.stack)}`;
}

/** ` --stack NAME` where it is not the default one. */
export const stackFlag = (stack: string): string => (stack === DEFAULT_STACK ? '' : ` --stack ${stack}`);

const quote = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);

/** How far a build is. */
export interface BuildStep {
  readonly phase: 'starting' | 'indexing' | 'fetching' | 'extracting' | 'packing';
  /** For the phase `fetching`. */
  readonly packages?: number;
  readonly fetched?: number;
}

/** Before the first line. */
export const FIRST_STEP: BuildStep = { phase: 'starting' };

/** The step after one more line of mmdebstrap's and apt's output; the same object if the line says nothing new. */
export function nextStep(step: BuildStep, line: string): BuildStep {
  if (line.startsWith('I: running apt-get update')) return { phase: 'indexing' };
  if (line.startsWith('I: downloading packages')) return { phase: 'fetching', fetched: 0 };
  if (line.startsWith('I: extracting archives')) return { phase: 'extracting' };
  if (line.startsWith('I: creating tarball')) return { phase: 'packing' };
  if (step.phase !== 'fetching') return step;
  const installed = /^\d+ upgraded, (\d+) newly installed/.exec(line)?.[1];
  if (installed !== undefined) return { ...step, packages: Number(installed) };
  const fetched = Number(/^Get:(\d+) /.exec(line)?.[1] ?? 0);
  // Every tenth is enough to see that it goes on.
  return fetched > 0 && fetched % 10 === 0 ? { ...step, fetched } : step;
}

/** The step in words. */
export function describeStep({ phase, packages, fetched }: BuildStep): string {
  switch (phase) {
    case 'starting':
      return 'starting mmdebstrap';
    case 'indexing':
      return 'fetching the list of packages';
    case 'fetching':
      return packages === undefined ? 'fetching packages' : `fetching packages, ${fetched} of ${packages}`;
    case 'extracting':
      return 'extracting packages';
    case 'packing':
      return 'importing the image';
  }
}

/** Whether a failure at this step may be the mirror's fault, so that another one is worth a try. */
export const isMirrorsFault = ({ phase }: BuildStep): boolean => phase === 'indexing' || phase === 'fetching';

/** The lines of a failed build that say why: errors and warnings, else the last lines. */
export function telling(lines: readonly string[]): readonly string[] {
  const errors = lines.filter((line) => /^(E|W|Err:\d+)[: ]/.test(line));
  return (errors.length > 0 ? [...new Set(errors)] : lines).slice(-10);
}

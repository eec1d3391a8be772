import type { Target } from '../model/fault.js';

/** A target as written; `one` is a number, too. */
export const toTarget = ({
  service,
  instances,
}: {
  readonly service: string;
  readonly instances: Target['instances'] | 'one';
}): Target => ({ service, instances: instances === 'one' ? 1 : instances });

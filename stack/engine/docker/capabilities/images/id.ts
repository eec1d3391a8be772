import type { Client } from '../../client.js';
import { askUnless } from '../../errors.js';

/** The answer for what is not there. */
export const GONE = 404;

/** The id of the image that has a name now. */
export const idOf = async ({ docker }: Client, reference: string): Promise<string | undefined> =>
  (await askUnless([GONE], `look for image ${reference}`, docker.getImage(reference).inspect()))?.Id;

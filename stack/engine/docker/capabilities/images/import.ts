import type { Labels } from '../../../../../core/labels.js';
import type { Client } from '../../client.js';
import { ask, askUnless, UNLIMITED } from '../../errors.js';
import { guarded, toJson } from '../../streams.js';
import { GONE, idOf } from './id.js';
import { splitReference } from './reference.js';

/** An image to make. */
interface Naming {
  readonly reference: string;
  readonly labels: Labels;
}

/** Imports a root file system. What fails leaves no broken image under its name. */
export async function importImage(client: Client, tar: NodeJS.ReadableStream, naming: Naming): Promise<void> {
  const { reference } = naming;
  const before = await idOf(client, reference);
  try {
    await importOnce(client, tar, naming);
  } catch (error) {
    // The containerd store has named the image before it unpacks it. The first failure is what is reported.
    await removeUnless(client, reference, before).catch(() => {});
    throw error;
  }
}

async function removeUnless(client: Client, reference: string, expected: string | undefined): Promise<void> {
  if ((await idOf(client, reference)) === expected) return;
  await askUnless([GONE], `remove image ${reference}`, client.docker.getImage(reference).remove({ force: true }));
}

async function importOnce({ docker }: Client, tar: NodeJS.ReadableStream, { reference, labels }: Naming): Promise<void> {
  const { repository, tag } = splitReference(reference);
  const changes = labelChanges(labels);
  const action = `import image ${reference}`;
  const stream = guarded(await ask(action, docker.importImage(tar, { repo: repository, tag, changes }), UNLIMITED));
  await ask(action, untilImported(stream), UNLIMITED);
}

async function untilImported(stream: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const { error } of toJson<{ readonly error?: string }>(stream)) if (error !== undefined) throw new Error(error);
}

/** Labels as instructions of a Dockerfile. */
export const labelChanges = (labels: Labels): string[] =>
  Object.entries(labels).map(([name, value]) => `LABEL ${quote(name)}=${quote(value)}`);

// In such an instruction `$` begins a variable.
const quote = (text: string) => `"${text.replace(/["\\$]/g, '\\$&')}"`;

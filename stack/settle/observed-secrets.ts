import { z } from 'zod';
import type { Files, Instance, Observed } from '../engine/engine.js';
import { SECRETS, type Secrets } from '../state/state.js';
import { ETC } from './settled.js';

const API_CONFIG = z.object({
  database: z.object({ password: z.string() }),
  // Absent in a stack that an earlier version deployed.
  admin: z.object({ token: z.string() }).optional(),
});
const VISITORS_CONFIG = z.object({ token: z.string() });

/** The secrets that a deployed stack uses, as far as its instances are there; an instance need not run. */
export async function observeSecrets(engine: Files, { instances }: Pick<Observed, 'instances'>): Promise<Partial<Secrets>> {
  const read = (service: string, file: string) => readText(engine, instances, { service, path: `${ETC}/${file}` });
  const [api, visitors, exporter, database] = await Promise.all([
    read('api', 'config.json'),
    read('visitors', 'config.json'),
    read('mysqld-exporter', 'my.cnf'),
    read('db', 'admin.cnf'),
  ]);
  const apiConfig = parseJson(API_CONFIG, api);
  return {
    ...found('shopPassword', apiConfig?.database.password),
    ...found('apiToken', apiConfig?.admin?.token),
    ...found('visitorsToken', parseJson(VISITORS_CONFIG, visitors)?.token),
    ...found('exporterPassword', passwordIn(exporter)),
    ...found('faultsPassword', passwordIn(database)),
  };
}

/** The password in an option file of MariaDB's. */
const passwordIn = (file: string | undefined): string | undefined => /^password=(.*)$/m.exec(file ?? '')?.[1];

// Values that are not secrets of ours, because somebody has edited the file, count as absent.
const found = (name: keyof Secrets, value: string | undefined): Partial<Secrets> =>
  SECRETS.shape[name].safeParse(value).success ? { [name]: value } : {};

function parseJson<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

async function readText(
  engine: Files,
  instances: readonly Instance[],
  { service, path }: { readonly service: string; readonly path: string },
): Promise<string | undefined> {
  const instance = instances.find((candidate) => candidate.service === service);
  if (!instance) return undefined;
  try {
    const content = (await engine.getFiles(instance.id, path)).get(path);
    return content === undefined ? undefined : new TextDecoder().decode(content);
  } catch {
    // Created without its files, or gone meanwhile: new secrets are made.
    return undefined;
  }
}

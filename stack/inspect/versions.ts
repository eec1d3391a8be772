import { z } from 'zod';
import type { Instance } from '../engine/engine.js';
import { askJson } from '../http-json.js';
import { LABEL } from '../model/labels.js';

const PROMETHEUS = z.object({ data: z.object({ version: z.string() }) });
const ALERTMANAGER = z.object({ versionInfo: z.object({ version: z.string() }) });

/** Image of each component, and the versions of Prometheus and Alertmanager as they report them; left out if they do not answer. */
export async function readVersions(
  instances: readonly Instance[],
  urls: { readonly prometheus: URL; readonly alertmanager: URL },
): Promise<Readonly<Record<string, string>>> {
  const images = instances.map(({ labels, image, service }) => [labels[LABEL.component] ?? service, image] as const);
  const [prometheus, alertmanager] = await Promise.all([
    ask(new URL('/api/v1/status/buildinfo', urls.prometheus), PROMETHEUS),
    ask(new URL('/api/v2/status', urls.alertmanager), ALERTMANAGER),
  ]);
  return {
    ...Object.fromEntries(images.map(([component, image]) => [component, image])),
    ...(prometheus === undefined ? {} : { 'prometheus version': prometheus.data.version }),
    ...(alertmanager === undefined ? {} : { 'alertmanager version': alertmanager.versionInfo.version }),
  };
}

const ask = <T>(url: URL, schema: z.ZodType<T>): Promise<T | undefined> =>
  askJson(url).then(
    (answer) => schema.safeParse(answer).data,
    () => undefined,
  );

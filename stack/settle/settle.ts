import path from 'node:path';
import type { Floor } from '../alerting/floors.js';
import type { Host } from '../deploy/host.js';
import type { UpOptions } from '../deploy/up-options.js';
import type { Observed } from '../engine/engine.js';
import { COMPONENTS } from '../images/catalogue.js';
import { readProgram } from '../images/programs.js';
import { registryOf } from '../images/references.js';
import { type ImageRequest, type ImageSource, previewImages, type ResolvedImages, resolveImages } from '../images/resolve.js';
import { LABEL, stackSelector } from '../model/labels.js';
import { readPackageFile } from '../package-root.js';
import { readSecrets, type Secrets, stackStateDirectory } from '../state/state.js';
import { keepSecrets } from './keep-secrets.js';
import { loadMonitoring } from './monitoring-files.js';
import { observeSecrets } from './observed-secrets.js';
import { anyFreePort, isPortFree, settlePorts } from './ports.js';
import { settleSecrets } from './secrets.js';
import type { Settled } from './settled.js';

/** Speed if none is asked for. */
export const DEFAULT_SPEED = 60;

/** All that the stack depends on, and what people should know about it. */
export interface Settlement {
  readonly settled: Settled;
  /** What the references to secrets stand for. */
  readonly secrets: Secrets;
  readonly notes: readonly string[];
  /** Durations that compression could not divide as asked. */
  readonly floors: readonly Floor[];
}

/**
 * Decides what is neither pure nor stable. Ports, secrets and the source of images come from what is there already, so that a second
 * `up` changes nothing; everything else follows from the options alone, so that the same command always gives the same stack.
 * @param avoidPorts host ports that the engine has just refused
 */
export async function settle(
  host: Host,
  options: UpOptions,
  { observed, avoidPorts }: { readonly observed: Observed; readonly avoidPorts: ReadonlySet<number> },
): Promise<Settlement> {
  const { stack, rulesDir, alertmanagerFile, speed = DEFAULT_SPEED } = options;
  const request = {
    stack,
    speed,
    ...(rulesDir === undefined ? {} : { rulesDir }),
    ...(alertmanagerFile === undefined ? {} : { alertmanagerFile }),
  };
  // What the user may have got wrong comes first: no image is built for a stack that cannot be.
  const monitoring = await loadMonitoring(request);
  const [images, ports, secrets, files] = await Promise.all([
    settleImages(host, options, observed),
    settleHostPorts(host, stack, { observed, avoidPorts }),
    settleOwnSecrets(host, stack, { observed, keep: !options.dryRun }),
    readPackagedFiles(),
  ]);
  return {
    settled: { stack, speed, dns: options.dns, images, ports, monitoring: monitoring.files, ...files },
    secrets,
    notes: images.notes,
    floors: monitoring.floors,
  };
}

function settleImages(host: Host, options: UpOptions, observed: Observed): Promise<ResolvedImages> {
  const { source, registry } = observedImages(observed);
  const prefix = options.registry ?? registry;
  const request: ImageRequest = {
    mode: options.images,
    inUse: observed.instances.map(({ image }) => image),
    cacheDir: host.cacheDir ?? path.join(host.stateDir, 'cache'),
    ...(prefix === undefined ? {} : { registry: prefix }),
    ...(source === undefined ? {} : { prefer: source }),
  };
  if (options.dryRun) return previewImages(host.engine, request);
  return resolveImages(host.engine, request, host.onProgress, host.signal);
}

/** Where the images of a stack came from: the source, and the prefix of a registry that is not Docker Hub. */
export function observedImages({ instances }: Pick<Observed, 'instances'>): {
  readonly source?: ImageSource;
  readonly registry?: string;
} {
  const source = instances.map(({ labels }) => labels[LABEL.imageSource]).find((label) => label !== undefined);
  if (source === 'debian') return { source };
  if (source !== 'registry') return {};
  const registry = instances
    .map(({ labels, image }) => {
      const component = COMPONENTS.find((name) => name === labels[LABEL.component]);
      return component && registryOf(component, image);
    })
    .find((prefix) => prefix !== undefined && prefix !== '');
  return { source, ...(registry === undefined ? {} : { registry }) };
}

async function settleOwnSecrets(
  { engine, stateDir }: Host,
  stack: string,
  { observed, keep }: { readonly observed: Observed; readonly keep: boolean },
): Promise<Secrets> {
  const [inUse, { id }] = await Promise.all([observeSecrets(engine, observed), engine.info()]);
  const folder = stackStateDirectory(stateDir, id, stack);
  return keep ? keepSecrets(folder, inUse) : settleSecrets(inUse, await readSecrets(folder));
}

async function settleHostPorts(
  { engine }: Host,
  stack: string,
  { observed, avoidPorts }: { readonly observed: Observed; readonly avoidPorts: ReadonlySet<number> },
) {
  const others = (await engine.stacks()).filter((name) => name !== stack);
  const elsewhere = await Promise.all(others.map((name) => engine.observe(stackSelector(name))));
  // Ports of stopped instances too: they are wanted again.
  const published = elsewhere.flatMap(({ instances }) => instances.flatMap((instance) => Object.values(instance.published)));
  return settlePorts({
    stack,
    instances: observed.instances,
    avoid: new Set([...avoidPorts, ...published]),
    isFree: isPortFree,
    anyFree: anyFreePort,
  });
}

async function readPackagedFiles(): Promise<Pick<Settled, 'programs' | 'databaseInit' | 'front'>> {
  const [api, exporter, inbox, visitors, databaseInit, nginx, page] = await Promise.all([
    readProgram('api'),
    readProgram('exporter'),
    readProgram('inbox'),
    readProgram('visitors'),
    readPackageFile('stack/services/db/init.sql'),
    readPackageFile('stack/services/front/nginx.conf'),
    readPackageFile('stack/services/front/index.html'),
  ]);
  return {
    programs: { api, exporter, inbox, visitors },
    databaseInit,
    front: { 'nginx.conf': nginx, 'html/index.html': page },
  };
}

import path from 'node:path';
import type { Observed } from './engine/engine.js';
import type { Host } from './host.js';
import { readProgram } from './images/programs.js';
import { type ImageRequest, resolveImages } from './images/resolve.js';
import { LABEL } from './labels.js';
import { loadMonitoring } from './monitoring-files.js';
import { observeSecrets } from './observed-secrets.js';
import { readPackageFile } from './package-root.js';
import { anyFreePort, isPortFree, settlePorts } from './ports.js';
import { settleSecrets } from './secrets.js';
import type { Settled } from './settled.js';
import { readSecrets, SECRETS, type Secrets, stackStateDirectory, writeSecrets } from './state.js';
import type { UpOptions } from './up-options.js';

/** Speed where none is asked for. */
export const DEFAULT_SPEED = 60;

/** All that the stack depends on, and what people should know about it. */
export interface Settlement {
  readonly settled: Settled;
  readonly notes: readonly string[];
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
  const { stack, dryRun, rulesDir, alertmanagerFile, speed = DEFAULT_SPEED } = options;
  const request = {
    stack,
    speed,
    ...(rulesDir === undefined ? {} : { rulesDir }),
    ...(alertmanagerFile === undefined ? {} : { alertmanagerFile }),
  };
  // What the user may have got wrong comes first: no image is built for a stack that cannot be.
  const monitoring = await loadMonitoring(request);
  const [images, ports, secrets, files] = await Promise.all([
    resolveImages(host.engine, imageRequest(host, options, observed), host.onProgress, host.signal),
    settleHostPorts(host, observed, avoidPorts),
    settleKeptSecrets(host, observed, !dryRun),
    readPackagedFiles(),
  ]);
  return {
    settled: { stack, speed, dns: options.dns, images, ports, secrets, monitoring: monitoring.files, ...files },
    notes: [...images.notes, ...monitoring.notes],
  };
}

function imageRequest(host: Host, options: UpOptions, observed: Observed): ImageRequest {
  const source = observed.instances.map(({ labels }) => labels[LABEL.imageSource]).find((label) => label !== undefined);
  return {
    mode: options.images,
    cacheDir: host.cacheDir ?? path.join(host.stateDir, 'cache'),
    ...(options.registry === undefined ? {} : { registry: options.registry }),
    ...(source === 'registry' || source === 'debian' ? { prefer: source } : {}),
  };
}

async function settleKeptSecrets({ engine, stateDir }: Host, observed: Observed, keep: boolean): Promise<Secrets> {
  const [inUse, { id }] = await Promise.all([observeSecrets(engine, observed), engine.info()]);
  const folder = stackStateDirectory(stateDir, id, observed.stack);
  const kept = await readSecrets(folder);
  const secrets = settleSecrets(inUse, kept);
  const changed = JSON.stringify(SECRETS.parse(secrets)) !== JSON.stringify(kept);
  if (keep && changed) await writeSecrets(folder, secrets);
  return secrets;
}

async function settleHostPorts({ engine }: Host, observed: Observed, avoidPorts: ReadonlySet<number>) {
  const others = (await engine.stacks()).filter((name) => name !== observed.stack);
  const elsewhere = await Promise.all(others.map((name) => engine.observe(name)));
  // Ports of stopped instances too: they are wanted again.
  const published = elsewhere.flatMap(({ instances }) => instances.flatMap((instance) => Object.values(instance.published)));
  return settlePorts({
    stack: observed.stack,
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

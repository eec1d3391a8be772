import { commandLine } from '../../core/command-line.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import { hideSecrets } from '../alerting/hide-secrets.js';
import { parsePipelineTimes } from '../alerting/prometheus-config.js';
import { parseAlertmanagerConfig } from '../alerting/routes.js';
import { parseRuleFile } from '../alerting/rules.js';
import type { Host } from '../deploy/host.js';
import type { Instance, Observed } from '../engine/engine.js';
import { CATALOGUE } from '../images/catalogue.js';
import { speedOf } from '../inspect/status.js';
import { readVersions } from '../inspect/versions.js';
import { LABEL, stackSelector } from '../model/labels.js';
import { observeSecrets } from '../settle/observed-secrets.js';
import { ETC, PREFERRED_PORTS, type PublishedService } from '../settle/settled.js';
import { readSecrets, type Secrets, stackStateDirectory } from '../state/state.js';
import type { Supervised } from './supervised.js';

/** Bound on sending, rendering and delivering one message to the inbox, which is on the same network. */
const DELIVERY_MS = 1_000;

/** What a run cannot do without. */
const NEEDED = ['prometheus', 'alertmanager', 'inbox', 'visitors'] as const satisfies readonly PublishedService[];

/**
 * Hands a deployed reference stack to a run: addresses, configuration in force as read from the instances, and secrets.
 * @throws SupopsError exit 4: `no-stack` where nothing is deployed, `stack-incomplete` where a part that runs need does not run
 */
export async function supervise(host: Host, stack: string): Promise<Supervised> {
  const { engine } = host;
  const observed = await engine.observe(stackSelector(stack));
  const instances = needParts(stack, observed);
  const at = async (service: PublishedService) =>
    (await engine.reach(needInstance(instances, service, stack), PREFERRED_PORTS[service].container)).url;
  const urls = {
    prometheus: await at('prometheus'),
    alertmanager: await at('alertmanager'),
    inbox: await at('inbox'),
    visitors: await at('visitors'),
  };
  const [prometheus, alertmanager, secrets, versions] = await Promise.all([
    readConfiguration(host, needInstance(instances, 'prometheus', stack)),
    readConfiguration(host, needInstance(instances, 'alertmanager', stack)),
    findSecrets(host, stack, observed),
    readVersions(observed.instances, urls),
  ]);
  return {
    engine,
    name: stack,
    instances,
    prometheus: urls.prometheus,
    alertmanager: urls.alertmanager,
    inbox: urls.inbox,
    visitors: { url: urls.visitors, token: secrets.visitorsToken ?? '' },
    ...monitoringOf(prometheus, alertmanager),
    speed: speedOf(observed),
    runtime: runtimeOf(needInstance(instances, 'visitors', stack)),
    secrets: Object.values(secrets),
    versions,
    deliveryMs: DELIVERY_MS,
  };
}

function needParts(stack: string, { instances }: Observed): ReadonlyMap<string, Instance> {
  const up = commandLine('up', stack);
  const refuse = (code: string, message: string) =>
    new SupopsError({ code, exitCode: EXIT.unavailable, message, hint: `run \`${up}\`` });
  if (instances.length === 0) throw refuse('no-stack', `stack ${stack} is not deployed`);
  const byName = new Map(instances.map((found) => [found.instance, found]));
  const faults = NEEDED.flatMap((service) => {
    const state = byName.get(service)?.state ?? 'missing';
    return state === 'running' ? [] : [`${service} is ${state}`];
  });
  if (faults.length > 0) throw refuse('stack-incomplete', `stack ${stack} cannot be judged: ${faults.join(', ')}`);
  return byName;
}

function needInstance(instances: ReadonlyMap<string, Instance>, service: string, stack: string): Instance {
  const instance = instances.get(service);
  if (instance) return instance;
  throw new SupopsError({
    code: 'unreachable',
    exitCode: EXIT.unavailable,
    message: `stack ${stack} has no service ${service} (it has ${[...instances.keys()].join(', ')})`,
    hint: `run \`${commandLine('up', stack)}\``,
  });
}

/** Files below `/etc/supops` by relative path. */
type Configuration = ReadonlyMap<string, string>;

async function readConfiguration({ engine }: Host, { id }: Instance): Promise<Configuration> {
  const files = await engine.getFiles(id, ETC);
  const decoder = new TextDecoder();
  const entries = [...files].map(([path, content]) => [path.slice(ETC.length + 1), decoder.decode(content)] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const PRODUCTION = 'production/';

function monitoringOf(prometheus: Configuration, alertmanager: Configuration) {
  const config = (files: Configuration, name: string) => files.get(name) ?? '';
  return {
    rules: rulesOf(prometheus, ''),
    productionRules: rulesOf(prometheus, PRODUCTION),
    alertmanagerConfig: parseAlertmanagerConfig(config(alertmanager, 'alertmanager.yml')),
    productionAlertmanagerConfig: parseAlertmanagerConfig(config(alertmanager, `${PRODUCTION}alertmanager.yml`)),
    times: parsePipelineTimes(config(prometheus, 'prometheus.yml')),
    productionTimes: parsePipelineTimes(config(prometheus, `${PRODUCTION}prometheus.yml`)),
    configuration: new Map([...prometheus, ...shown(alertmanager)].filter(([name]) => !name.startsWith(PRODUCTION))),
  };
}

// It goes into the journal; a configuration of the user's may hold passwords that are none of ours.
const shown = (files: Configuration): Configuration =>
  new Map([...files].map(([name, text]) => [name, /\.ya?ml$/.test(name) ? hideSecrets(text) : text]));

// Named alike in both, since compression keeps every line where it is.
const rulesOf = (files: Configuration, folder: string) =>
  [...files]
    .filter(([name]) => name.startsWith(`${folder}rules/`))
    .map(([name, text]) => parseRuleFile(name.slice(folder.length), text));

async function findSecrets({ engine, stateDir }: Host, stack: string, observed: Observed): Promise<Partial<Secrets>> {
  const [inUse, kept] = await Promise.all([
    observeSecrets(engine, observed),
    engine.info().then(({ id }) => readSecrets(stackStateDirectory(stateDir, id, stack))),
  ]);
  return { ...kept, ...inUse };
}

// Programs beside the stack run where our own programs run.
function runtimeOf({ image, labels }: Instance): Supervised['runtime'] {
  const source = labels[LABEL.imageSource] === 'registry' ? 'official' : 'debian';
  return { image, node: CATALOGUE.node[source].binaries.node ?? 'node' };
}

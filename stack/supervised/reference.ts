import { commandLine } from '../../core/command-line.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import { groupBy } from '../../core/group.js';
import type { Milliseconds } from '../../core/time.js';
import { hideSecrets } from '../alerting/hide-secrets.js';
import { DEFAULT_RESEND_MS, makePipeline, type Pipeline } from '../alerting/pipeline.js';
import { parseAlertmanagerConfig } from '../alerting/routes.js';
import { parseRuleFile } from '../alerting/rules.js';
import type { Host } from '../deploy/host.js';
import type { Engine, Instance, Observed, Reached } from '../engine/engine.js';
import { agentImageOf } from '../images/agent-image.js';
import { CATALOGUE } from '../images/catalogue.js';
import { speedOf } from '../inspect/status.js';
import { readVersions } from '../inspect/versions.js';
import { LABEL, stackSelector } from '../model/labels.js';
import { DATABASE_PORT } from '../reference/database.js';
import { DRILL_RESEND_MS } from '../reference/monitoring.js';
import { observeSecrets } from '../settle/observed-secrets.js';
import { ETC, PREFERRED_PORTS, type PublishedService } from '../settle/settled.js';
import { readSecrets, type Secrets, stackStateDirectory } from '../state/state.js';
import { referenceHints } from './reference-hints.js';
import type { HelperHost, Supervised } from './supervised.js';

/** Bound on sending, rendering and delivering one message to the inbox, which is on the same network. */
const DELIVERY_MS = 1_000;

/** What a run on the reference stack cannot do without. */
const NEEDED = ['prometheus', 'alertmanager', 'inbox', 'visitors'] as const satisfies readonly PublishedService[];
type Needed = (typeof NEEDED)[number];

/**
 * Hands a deployed reference stack to a run: addresses, configuration in force as read from the instances, and secrets.
 * @throws SupopsError exit 4: `no-stack` if nothing is deployed, `stack-incomplete` if a part that runs need does not run
 */
export async function superviseReference(host: Host, stack: string): Promise<Supervised> {
  const { engine } = host;
  const [observed, { id: engineId }] = await Promise.all([engine.observe(stackSelector(stack)), engine.info()]);
  const needed = needParts(stack, observed);
  const reached = await Promise.all(NEEDED.map((service) => engine.reach(needed[service], PREFERRED_PORTS[service].container)));
  const at = (service: Needed) => (reached[NEEDED.indexOf(service)] as Reached).url;
  const front = await reachFront(engine, observed);
  const [prometheus, alertmanager, secrets, versions, helpers] = await Promise.all([
    readConfiguration(host, needed.prometheus),
    readConfiguration(host, needed.alertmanager),
    findSecrets(host, { observed, engineId, stack }),
    readVersions(observed.instances, { prometheus: at('prometheus'), alertmanager: at('alertmanager') }),
    helperHost(engine, needed.visitors),
  ]);
  const selector = stackSelector(stack);
  const speed = speedOf(observed);
  return {
    name: stack,
    scope: { engineId, selector: selector.labels },
    targets: groupBy(observed.instances, ({ service }) => service),
    engine,
    events: (signal) => engine.events(selector, { signal }),
    prometheus: at('prometheus'),
    alertmanager: at('alertmanager'),
    monitoring: { prometheus: 'prometheus', alertmanager: 'alertmanager' },
    pipeline: pipelineOf(prometheus, alertmanager, { folder: '', resendMs: speed > 1 ? DRILL_RESEND_MS : DEFAULT_RESEND_MS }),
    production: pipelineOf(prometheus, alertmanager, { folder: PRODUCTION, resendMs: DEFAULT_RESEND_MS }),
    speed,
    receipts: { service: 'inbox', url: at('inbox') },
    load: { service: 'visitors', url: at('visitors'), token: secrets.visitorsToken ?? '' },
    published: new Map<string, URL | undefined>([
      ['front', front?.url],
      ...NEEDED.map((service) => [service, at(service)] as const),
    ]),
    databases: new Map([['db', { port: DATABASE_PORT, user: 'faults', password: secrets.faultsPassword ?? '' }]]),
    helpers,
    hints: referenceHints(stack),
    secrets: Object.values(secrets),
    configuration: shown(prometheus, alertmanager),
    versions,
    close: async () => void (await Promise.all([...reached, ...(front ? [front] : [])].map((one) => one.close()))),
  };
}

// A run can do without it: what asks it says that it does not answer.
async function reachFront(engine: Engine, { instances }: Observed): Promise<Reached | undefined> {
  const front = instances.find(({ service, state }) => service === 'front' && state === 'running');
  return front && engine.reach(front, PREFERRED_PORTS.front.container);
}

function needParts(stack: string, { instances }: Observed): Readonly<Record<Needed, Instance>> {
  const refuse = (code: string, message: string) =>
    new SupopsError({ code, exitCode: EXIT.unavailable, message, hint: `run \`${commandLine('up', stack)}\`` });
  if (instances.length === 0) throw refuse('no-stack', `stack ${stack} is not deployed`);
  const found = Object.fromEntries(instances.map((instance) => [instance.service, instance]));
  const lacking = NEEDED.filter((service) => found[service]?.state !== 'running');
  if (lacking.length === 0) return found as Record<Needed, Instance>;
  const states = lacking.map((service) => `${service} is ${found[service]?.state ?? 'missing'}`);
  throw refuse('stack-incomplete', `stack ${stack} cannot be judged: ${states.join(', ')}`);
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

function pipelineOf(
  prometheus: Configuration,
  alertmanager: Configuration,
  { folder, resendMs }: { readonly folder: string; readonly resendMs: Milliseconds },
): Pipeline {
  return makePipeline({
    prometheusYml: prometheus.get(`${folder}prometheus.yml`) ?? '',
    // Named alike in both, since compression keeps every line where it is.
    rules: [...prometheus]
      .filter(([name]) => name.startsWith(`${folder}rules/`))
      .map(([name, text]) => parseRuleFile(name.slice(folder.length), text)),
    alertmanager: parseAlertmanagerConfig(alertmanager.get(`${folder}alertmanager.yml`) ?? ''),
    deliveryMs: DELIVERY_MS,
    resendMs,
  });
}

// It goes into the journal; a user's own configuration may hold passwords that supops does not know.
const shown = (...all: readonly Configuration[]): Configuration =>
  new Map(
    all
      .flatMap((files) => [...files])
      .filter(([name]) => !name.startsWith(PRODUCTION))
      .map(([name, text]) => [name, /\.ya?ml$/.test(name) ? hideSecrets(text) : text]),
  );

async function findSecrets(
  { engine, stateDir }: Host,
  { observed, engineId, stack }: { readonly observed: Observed; readonly engineId: string; readonly stack: string },
): Promise<Partial<Secrets>> {
  const [inUse, kept] = await Promise.all([
    observeSecrets(engine, observed),
    readSecrets(stackStateDirectory(stateDir, engineId, stack)),
  ]);
  return { ...kept, ...inUse };
}

// Programs beside the stack run on what its own programs run on; with iptables, if such an image could be made.
async function helperHost(engine: Engine, { image, labels }: Instance): Promise<HelperHost> {
  const source = labels[LABEL.imageSource] === 'registry' ? 'official' : 'debian';
  const own = agentImageOf(image);
  const withRules = source === 'official' && (await engine.images?.has(own)) === true;
  return { image: withRules ? own : image, node: CATALOGUE.node[source].binaries.node ?? 'node' };
}

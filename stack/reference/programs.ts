import { LABEL } from '../model/labels.js';
import { secretMark, withSecrets } from '../model/secret-content.js';
import type { FileEntry, Service } from '../model/stack.js';
import type { ApiConfig } from '../services/api/config.js';
import {
  API_ADMIN_PORT,
  API_PORT,
  EXPORTER_PORT,
  FRONT_PORT,
  INBOX_PORT,
  INBOX_SMTP_PORT,
  VISITORS_PORT,
} from '../services/contracts.js';
import type { ExporterConfig } from '../services/exporter/config.js';
import type { InboxConfig } from '../services/inbox/config.js';
import type { VisitorsConfig } from '../services/visitors/config.js';
import { ETC, type Owner, type Settled } from '../settle/settled.js';
import { binary, makeService, publishedPort, type ServiceParts, secretFile } from './parts.js';

/** Lifetime of the base load; every command on the stack renews it. The longest that the visitors accept. */
export const LOAD_LIFETIME_MS = 60 * 60 * 1_000;

const NODE: Owner = { uid: 1000, gid: 1000 };
const READY_LINE = '"msg":"ready"';
const CACHE = { host: 'cache', port: 11211 };

/** The base load: gentle, and it touches each layer. */
const VISITS = ['/', '/api/products', '/api/products/7', '/api/orders/recent'];
const VISITS_PER_SECOND = 10;

/** The shop's api. */
export const api = (settled: Settled, replicas: number): Service =>
  program<ApiConfig>(settled, {
    name: 'api',
    replicas,
    program: 'api',
    config: {
      port: API_PORT,
      database: { host: 'db', port: 3306, user: 'shop', password: secretMark('shopPassword'), database: 'shop' },
      cache: CACHE,
      admin: { port: API_ADMIN_PORT, token: secretMark('apiToken') },
    },
    labels: { [LABEL.admin]: JSON.stringify([binary(settled, 'node', 'node'), `${ETC}/program.cjs`, 'flags']) },
    ports: [{ name: 'http', container: API_PORT }],
    readiness: { kind: 'log', pattern: READY_LINE, deadlineMs: 30_000 },
    // Far more than it needs: room for a leak that is seen at 500 MB, and again before the limit.
    memoryMebibytes: 640,
  });

/** The load generator, with its base load. */
export const visitors = (settled: Settled): Service =>
  program<VisitorsConfig>(settled, {
    name: 'visitors',
    program: 'visitors',
    config: {
      port: VISITORS_PORT,
      token: secretMark('visitorsToken'),
      target: `http://front:${FRONT_PORT}`,
      rate: VISITS_PER_SECOND,
      lifetimeMs: LOAD_LIFETIME_MS,
      paths: VISITS,
    },
    ports: [publishedPort(settled, 'visitors')],
    // Visits before the site answers would count as failures, and alerts would fire at each start.
    dependsOn: ['front'],
    readiness: { kind: 'http', port: 'http', path: '/healthz', deadlineMs: 30_000 },
    memoryMebibytes: 160,
  });

/** The exporter; it is given all instances that should exist. */
export const exporter = (settled: Settled, instances: ExporterConfig['instances']): Service =>
  program<ExporterConfig>(settled, {
    name: 'exporter',
    program: 'exporter',
    config: { stack: settled.stack, port: EXPORTER_PORT, instances, cache: CACHE },
    ports: [{ name: 'http', container: EXPORTER_PORT }],
    readiness: { kind: 'log', pattern: READY_LINE, deadlineMs: 30_000 },
    // The engine's socket belongs to root; without capabilities root may do little else.
    owner: { uid: 0, gid: 0 },
    engineSocket: true,
    memoryMebibytes: 160,
  });

/** The receiver of every notification. */
export const inbox = (settled: Settled): Service =>
  program<InboxConfig>(settled, {
    name: 'inbox',
    program: 'inbox',
    config: { smtpPort: INBOX_SMTP_PORT, httpPort: INBOX_PORT },
    ports: [publishedPort(settled, 'inbox'), { name: 'smtp', container: INBOX_SMTP_PORT }],
    readiness: { kind: 'http', port: 'http', path: '/healthz', deadlineMs: 30_000 },
    memoryMebibytes: 160,
  });

interface ProgramParts<Config> extends Omit<ServiceParts, 'component' | 'command' | 'files' | 'owner'> {
  readonly program: keyof Settled['programs'];
  readonly config: Config;
  readonly owner?: Owner;
}

function program<Config>(settled: Settled, parts: ProgramParts<Config>): Service {
  const { program: name, config, owner = NODE, ...rest } = parts;
  const code: FileEntry = { path: `${ETC}/program.cjs`, content: settled.programs[name], mode: 0o644, ...owner };
  return makeService(settled, {
    ...rest,
    owner,
    component: 'node',
    // Small heaps: V8 would rather grow than collect, and there are five of these programs.
    command: [binary(settled, 'node', 'node'), '--max-semi-space-size=1', '--max-old-space-size=64', `${ETC}/program.cjs`],
    files: [code, secretFile('config.json', withSecrets(`${JSON.stringify(config, null, 2)}\n`), owner)],
  });
}

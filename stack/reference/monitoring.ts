import { LABEL } from '../model/labels.js';
import { secretMark, withSecrets } from '../model/secret-content.js';
import type { Service } from '../model/stack.js';
import { ETC, type Owner, type Settled } from '../settle/settled.js';
import { DATABASE_EXTRA_PORT } from './database.js';
import { binary, dataDirectory, listensAt, makeService, publishedPort, secretFile, textFiles } from './parts.js';

const NOBODY: Owner = { uid: 65534, gid: 65534 };

/** `--rules.alert.resend-delay` of a compressed stack; at production speed it has Prometheus' default. */
export const DRILL_RESEND_MS = 5_000;

/** Prometheus. Starts when all that it watches is ready, or every start of the stack would be an incident. */
export const prometheus = (settled: Settled, watched: readonly string[]): Service =>
  makeService(settled, {
    name: 'prometheus',
    component: 'prometheus',
    command: [
      binary(settled, 'prometheus', 'prometheus'),
      `--config.file=${ETC}/prometheus.yml`,
      `--storage.tsdb.path=${dataDirectory(settled, 'prometheus')}`,
      '--storage.tsdb.retention.time=2d',
      '--web.listen-address=:9090',
      ...externalUrl(settled, 'prometheus'),
      '--web.enable-lifecycle',
      // A failed first send waits for this; by default as long as a whole compressed incident.
      ...(settled.speed > 1 ? [`--rules.alert.resend-delay=${DRILL_RESEND_MS / 1_000}s`] : []),
    ],
    env: { GOMEMLIMIT: '220MiB' },
    owner: NOBODY,
    memoryMebibytes: 256,
    data: true,
    ports: [publishedPort(settled, 'prometheus')],
    dependsOn: watched,
    readiness: { kind: 'http', port: 'http', path: '/-/ready', deadlineMs: 60_000 },
    stopGraceMs: 10_000,
    labels: { [LABEL.speed]: String(settled.speed) },
    files: textFiles(settled.monitoring.prometheus, NOBODY),
  });

// For links in notifications; without a host port nobody outside the stack could follow them.
const externalUrl = ({ ports }: Settled, service: 'prometheus' | 'alertmanager'): readonly string[] =>
  ports[service] === undefined ? [] : [`--web.external-url=http://127.0.0.1:${ports[service]}/`];

/** Alertmanager, alone: gossip would cost 8 s at start. */
export const alertmanager = (settled: Settled): Service =>
  makeService(settled, {
    name: 'alertmanager',
    component: 'alertmanager',
    command: [
      binary(settled, 'alertmanager', 'alertmanager'),
      `--config.file=${ETC}/alertmanager.yml`,
      `--storage.path=${dataDirectory(settled, 'alertmanager')}`,
      '--web.listen-address=:9093',
      ...externalUrl(settled, 'alertmanager'),
      '--cluster.listen-address=',
    ],
    env: { GOMEMLIMIT: '80MiB' },
    owner: NOBODY,
    memoryMebibytes: 96,
    data: true,
    ports: [publishedPort(settled, 'alertmanager')],
    readiness: { kind: 'http', port: 'http', path: '/-/ready', deadlineMs: 60_000 },
    files: textFiles(settled.monitoring.alertmanager, NOBODY),
  });

/** The database's exporter, with the collectors that rules and reports use; by the server's extra port. */
export const mysqldExporter = (settled: Settled): Service =>
  makeService(settled, {
    name: 'mysqld-exporter',
    component: 'mysqld-exporter',
    command: [
      binary(settled, 'mysqld-exporter', 'mysqld-exporter'),
      `--config.my-cnf=${ETC}/my.cnf`,
      '--web.listen-address=:9104',
      '--no-collect.slave_status',
      '--no-collect.info_schema.innodb_cmp',
      '--no-collect.info_schema.innodb_cmpmem',
      '--no-collect.info_schema.query_response_time',
      '--collect.info_schema.processlist',
      '--no-collect.info_schema.processlist.processes_by_user',
      '--no-collect.info_schema.processlist.processes_by_host',
    ],
    owner: NOBODY,
    memoryMebibytes: 64,
    ports: [{ name: 'http', container: 9104 }],
    readiness: listensAt(9104, 30_000),
    files: [
      secretFile(
        'my.cnf',
        withSecrets(
          `[client]\nhost=db\nport=${DATABASE_EXTRA_PORT}\nuser=exporter\npassword=${secretMark('exporterPassword')}\n`,
        ),
        NOBODY,
      ),
    ],
  });

/** The prober: what the outside sees of site and database. */
export const blackboxExporter = (settled: Settled): Service =>
  makeService(settled, {
    name: 'blackbox-exporter',
    component: 'blackbox-exporter',
    command: [
      binary(settled, 'blackbox-exporter', 'blackbox-exporter'),
      `--config.file=${ETC}/blackbox.yml`,
      '--web.listen-address=:9115',
      // What a probe leaves of the scrape's own time; the default of 0.5 s is half of a compressed scrape.
      '--timeout-offset=0.1',
      // Up to 0.27 every step of every probe is a line at the level of --log.prober, which is info.
      '--log.level=warn',
    ],
    owner: NOBODY,
    memoryMebibytes: 64,
    ports: [{ name: 'http', container: 9115 }],
    readiness: listensAt(9115, 30_000),
    files: textFiles(settled.monitoring.blackbox, NOBODY),
  });

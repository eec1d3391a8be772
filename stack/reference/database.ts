import { LABEL } from '../model/labels.js';
import { secretMark, withSecrets } from '../model/secret-content.js';
import type { Service } from '../model/stack.js';
import { ETC, type Owner, type Settled } from '../settle/settled.js';
import type { Secrets } from '../state/state.js';
import { binary, dataDirectory, makeService, secretFile, textFiles } from './parts.js';

const OWNER: Owner = { uid: 999, gid: 999 };

/** Where the shop connects. */
export const DATABASE_PORT = 3306;
/** The second port, kept for the exporter: it survives exhausted connections. */
export const DATABASE_EXTRA_PORT = 3307;

/** MariaDB with the shop's schema, tuned for a small machine. */
export const database = (settled: Settled): Service =>
  makeService(settled, {
    name: 'db',
    component: 'mariadb',
    command: ['/bin/sh', `${ETC}/start.sh`],
    owner: OWNER,
    // Twice what it takes with a full buffer pool and many connections, so that its warming up does not look like a leak.
    memoryMebibytes: 512,
    pids: 128,
    data: true,
    ports: [
      { name: 'mysql', container: DATABASE_PORT },
      { name: 'extra', container: DATABASE_EXTRA_PORT },
    ],
    // The server says that it is ready before it has checked whether the accounts exist.
    readiness: {
      kind: 'query',
      command: [
        binary(settled, 'mariadb', 'mariadb'),
        `--defaults-file=${ETC}/client.cnf`,
        '-e',
        'SELECT 1 FROM shop.products LIMIT 1',
      ],
      deadlineMs: 60_000,
    },
    stopGraceMs: 10_000,
    files: [
      ...textFiles({ 'start.sh': startScript(settled) }, OWNER),
      secretFile('init.sql', withSecrets(initSql(settled)), OWNER),
      secretFile('client.cnf', withSecrets(clientConfig('shop', 'shopPassword')), OWNER),
      secretFile('admin.cnf', withSecrets(clientConfig('faults', 'faultsPassword')), OWNER),
    ],
    labels: { [LABEL.admin]: JSON.stringify(adminCommand(settled)) },
  });

const initSql = ({ databaseInit }: Settled) =>
  databaseInit
    .replaceAll('{{SHOP_PASSWORD}}', secretMark('shopPassword'))
    .replaceAll('{{EXPORTER_PASSWORD}}', secretMark('exporterPassword'))
    .replaceAll('{{FAULTS_PASSWORD}}', secretMark('faultsPassword'));

/** Executes the statements that follow it as the account of the faults, and prints nothing but values. Through the extra port: all others may be in use. */
const adminCommand = (settled: Settled): readonly string[] => [
  binary(settled, 'mariadb', 'mariadb'),
  `--defaults-file=${ETC}/admin.cnf`,
  `--port=${DATABASE_EXTRA_PORT}`,
  '--batch',
  '--skip-column-names',
  '-e',
];

const clientConfig = (user: string, password: keyof Secrets) => `[client]
host=127.0.0.1
port=3306
user=${user}
password=${secretMark(password)}
protocol=tcp
skip-ssl
connect-timeout=2
`;

/**
 * Initialises the data directory if there is none and becomes the server. It is made beside its place and moved there, so that one
 * that was interrupted is never taken for whole.
 */
function startScript(settled: Settled): string {
  const home = dataDirectory(settled, 'db');
  return `#!/bin/sh
set -eu
if [ ! -d ${home}/main ]; then
  rm -rf ${home}/new
  ${binary(settled, 'mariadb', 'mariadb-install-db')} ${INSTALL_OPTIONS.join(' ')} --datadir=${home}/new
  mv ${home}/new ${home}/main
fi
exec ${binary(settled, 'mariadb', 'mariadbd')} ${SERVER_OPTIONS.join(' \\\n  ')} \\\n  --datadir=${home}/main
`;
}

const INSTALL_OPTIONS = [
  '--no-defaults',
  '--auth-root-authentication-method=normal',
  '--skip-test-db',
  '--cross-bootstrap',
  '--skip-name-resolve',
  '--innodb-log-file-size=16M',
];

const SERVER_OPTIONS = [
  '--no-defaults',
  '--socket=/tmp/mariadbd.sock',
  '--pid-file=/tmp/mariadbd.pid',
  '--tmpdir=/tmp',
  '--bind-address=0.0.0.0',
  '--skip-name-resolve',
  `--init-file=${ETC}/init.sql`,
  `--extra-port=${DATABASE_EXTRA_PORT}`,
  '--extra-max-connections=4',
  '--max-connections=80',
  '--skip-log-bin',
  '--skip-ssl',
  '--performance-schema=OFF',
  // What takes longer is counted as slow (the rule DatabaseSlowQueries); nothing is written about it.
  '--long-query-time=1',
  // The probe leaves after the greeting, each time: no line for each, and never a reason to refuse it.
  '--log-warnings=1',
  '--max-connect-errors=4294967295',
  '--innodb-buffer-pool-size=32M',
  '--innodb-log-file-size=16M',
  '--innodb-log-buffer-size=4M',
  '--innodb-flush-log-at-trx-commit=2',
  '--aria-pagecache-buffer-size=4M',
  '--key-buffer-size=1M',
  '--table-open-cache=200',
];

import { CATALOGUE, type ComponentName } from '../../stack/images/catalogue.js';

/** How an official image differs from the Debian one. */
export interface OfficialLayout {
  /** Below a mirror's prefix: `prom/prometheus:v3.13.4`. Some mirrors keep Docker Hub's own images below `library/`. */
  readonly image: string;
  /** Shell script that gives a container of the Debian image this layout. */
  readonly script: string;
  readonly user: string;
  readonly cmd: readonly string[];
  readonly volume?: string;
}

type Particulars = Pick<OfficialLayout, 'user' | 'cmd' | 'volume'> & { readonly inLibrary?: boolean };

/** From the upstream Dockerfiles. */
const PARTICULARS: Readonly<Record<ComponentName, Particulars>> = {
  nginx: { user: '101', cmd: ['nginx', '-g', 'daemon off;'] },
  node: { user: '', cmd: ['node'], inLibrary: true },
  mariadb: { user: '', cmd: ['mariadbd'], volume: '/var/lib/mysql' },
  memcached: { user: '11211', cmd: ['memcached'] },
  prometheus: {
    user: '65534',
    cmd: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
    volume: '/prometheus',
  },
  alertmanager: {
    user: '65534',
    cmd: ['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager'],
    volume: '/alertmanager',
  },
  'mysqld-exporter': { user: '65534', cmd: [] },
  'blackbox-exporter': { user: '', cmd: ['--config.file=/etc/blackbox_exporter/config.yml'] },
};

/** The official layout of a component. */
export function officialLayout(component: ComponentName): OfficialLayout {
  const { official, debian } = CATALOGUE[component];
  const { inLibrary = false, ...particulars } = PARTICULARS[component];
  const moves = Object.entries(official.binaries).map(([name, path]) => moveBinary(debian.binaries[name] ?? '', path));
  const entrypoint = `printf '#!/bin/sh\\necho entrypoint was not overridden >&2\\nexit 97\\n' > ${ENTRYPOINT}\nchmod 755 ${ENTRYPOINT}`;
  return {
    ...particulars,
    image: `${inLibrary ? 'library/' : ''}${official.image}`,
    script: ['mkdir -p /usr/local/bin', ...moves, entrypoint].join('\n'),
  };
}

const ENTRYPOINT = '/usr/local/bin/docker-entrypoint.sh';

// /bin is /usr/bin in Debian.
const moveBinary = (from: string, to: string) => `[ ${from} -ef ${to} ] || mv ${from} ${to}`;

/** The layout's settings as instructions of a Dockerfile. */
export const imageChanges = ({ user, cmd, volume }: OfficialLayout): string[] => [
  `ENTRYPOINT ${JSON.stringify([ENTRYPOINT])}`,
  `CMD ${JSON.stringify(cmd)}`,
  ...(user === '' ? [] : [`USER ${user}`]),
  ...(volume === undefined ? [] : [`VOLUME ${volume}`]),
];

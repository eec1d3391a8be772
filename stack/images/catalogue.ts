/** What services are made of. */
export type ComponentName =
  | 'nginx'
  | 'node'
  | 'mariadb'
  | 'memcached'
  | 'prometheus'
  | 'alertmanager'
  | 'mysqld-exporter'
  | 'blackbox-exporter';

/** Names of a component's programs, the same whatever its image: `promtool`. */
export type Binaries = Readonly<Record<string, string>>;

/** Where a component comes from. Its command line, user and files are ours, so only the paths of its binaries differ. */
export interface Component {
  readonly official: {
    /** As Docker Hub names it, with an exact version. */
    readonly image: string;
    readonly binaries: Binaries;
  };
  readonly debian: {
    readonly packages: readonly string[];
    readonly binaries: Binaries;
  };
}

/** Every component of the reference stack. Sources of the facts: upstream Dockerfiles; Debian packages of trixie, measured. */
export const CATALOGUE: Readonly<Record<ComponentName, Component>> = {
  nginx: {
    official: { image: 'nginxinc/nginx-unprivileged:1.30.5', binaries: { nginx: '/usr/sbin/nginx' } },
    debian: { packages: ['nginx'], binaries: { nginx: '/usr/sbin/nginx' } },
  },
  node: {
    official: { image: 'node:24.21.0-trixie-slim', binaries: { node: '/usr/local/bin/node' } },
    debian: { packages: ['nodejs'], binaries: { node: '/usr/bin/node' } },
  },
  mariadb: {
    official: {
      image: 'mariadb:11.8.9',
      binaries: {
        mariadbd: '/usr/sbin/mariadbd',
        'mariadb-install-db': '/usr/bin/mariadb-install-db',
        mariadb: '/usr/bin/mariadb',
      },
    },
    // The core packages: without galera, perl modules and a data directory initialised at installation.
    debian: {
      packages: ['mariadb-server-core', 'mariadb-client-core'],
      binaries: {
        mariadbd: '/usr/sbin/mariadbd',
        'mariadb-install-db': '/usr/bin/mariadb-install-db',
        mariadb: '/usr/bin/mariadb',
      },
    },
  },
  memcached: {
    official: { image: 'memcached:1.6.45', binaries: { memcached: '/usr/local/bin/memcached' } },
    debian: { packages: ['memcached'], binaries: { memcached: '/usr/bin/memcached' } },
  },
  prometheus: {
    official: {
      image: 'prom/prometheus:v3.13.4',
      binaries: { prometheus: '/bin/prometheus', promtool: '/bin/promtool' },
    },
    debian: { packages: ['prometheus'], binaries: { prometheus: '/usr/bin/prometheus', promtool: '/usr/bin/promtool' } },
  },
  alertmanager: {
    official: {
      image: 'prom/alertmanager:v0.34.1',
      binaries: { alertmanager: '/bin/alertmanager', amtool: '/bin/amtool' },
    },
    debian: {
      packages: ['prometheus-alertmanager'],
      binaries: { alertmanager: '/usr/bin/prometheus-alertmanager', amtool: '/usr/bin/amtool' },
    },
  },
  'mysqld-exporter': {
    official: { image: 'prom/mysqld-exporter:v0.20.0', binaries: { 'mysqld-exporter': '/bin/mysqld_exporter' } },
    debian: {
      packages: ['prometheus-mysqld-exporter'],
      binaries: { 'mysqld-exporter': '/usr/bin/prometheus-mysqld-exporter' },
    },
  },
  'blackbox-exporter': {
    official: { image: 'prom/blackbox-exporter:v0.28.0', binaries: { 'blackbox-exporter': '/bin/blackbox_exporter' } },
    debian: {
      packages: ['prometheus-blackbox-exporter'],
      binaries: { 'blackbox-exporter': '/usr/bin/prometheus-blackbox-exporter' },
    },
  },
};

/** All components, in a fixed order. */
export const COMPONENTS = Object.keys(CATALOGUE) as readonly ComponentName[];

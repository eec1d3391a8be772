/** Settings of the api, `/etc/supops/config.json`: the same for each instance, which is called by its host name. */
export interface ApiConfig {
  readonly port: number;
  readonly database: DatabaseConfig;
  readonly cache: CacheConfig;
  readonly admin: AdminConfig;
}

/** The port for its flags, on the instance's own loopback address. */
export interface AdminConfig {
  readonly port: number;
  /** Bearer token. */
  readonly token: string;
}

/** How the api reaches MariaDB. */
export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** How memcached is reached. */
export interface CacheConfig {
  readonly host: string;
  readonly port: number;
}

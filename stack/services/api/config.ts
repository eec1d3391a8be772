/** Settings of one api instance, `/etc/supops/config.json`. */
export interface ApiConfig {
  /** Name of the instance, `api-1`: said in logs and in every answer's `x-served-by`. */
  readonly instance: string;
  readonly port: number;
  readonly database: DatabaseConfig;
  readonly cache: CacheConfig;
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

/** Settings of the exporter, `/etc/supops/config.json`. The engine's socket is mounted at its usual path. */
export interface ExporterConfig {
  /** Name of the stack whose containers are measured. */
  readonly stack: string;
  readonly port: number;
  /** Every instance that should exist, by its name within the stack: `supops_service_desired`. */
  readonly instances: readonly { readonly name: string; readonly service: string }[];
  /** The memcached whose statistics are exported. */
  readonly cache: { readonly host: string; readonly port: number };
}

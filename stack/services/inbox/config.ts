/** Settings of the inbox, `/etc/supops/config.json`. */
export interface InboxConfig {
  readonly smtpPort: number;
  readonly httpPort: number;
}

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { packageRoot } from '../package-root.js';
import { hideSecrets } from './hide-secrets.js';
import { parseAlertmanagerConfig } from './routes.js';

test('hides what a user’s Alertmanager configuration keeps secret, and nothing else', () => {
  const text = `global:
  smtp_auth_username: supops
  smtp_auth_password: "hunter2" # of the relay
  slack_api_url: https://hooks.slack.com/services/T0/B0/abc
receivers:
  - name: team
    slack_configs: [{ channel: '#db', api_url: 'http://inbox:8025/slack' }]
    pagerduty_configs:
      - routing_key: |
          0123456789
        severity: critical
    webhook_configs:
      - url: https://user:pw@example.com/hook
        http_config:
          authorization: { type: Bearer, credentials: abcdef }
          http_headers: { X-Key: { secrets: [one, two] } }
    opsgenie_configs: [{ api_url: https://api.eu.opsgenie.com/, api_key: abcdef }]
route: { receiver: team, group_by: [alertname] }
`;
  const hidden = hideSecrets(text);
  expect(hidden).toBe(`global:
  smtp_auth_username: supops
  smtp_auth_password: <secret> # of the relay
  slack_api_url: <secret>
receivers:
  - name: team
    slack_configs: [{ channel: '#db', api_url: 'http://inbox:8025/slack' }]
    pagerduty_configs:
      - routing_key: <secret>
        severity: critical
    webhook_configs:
      - url: <secret>
        http_config:
          authorization: { type: Bearer, credentials: <secret> }
          http_headers: { X-Key: { secrets: [<secret>, <secret>] } }
    opsgenie_configs: [{ api_url: https://api.eu.opsgenie.com/, api_key: <secret> }]
route: { receiver: team, group_by: [alertname] }
`);
  expect(parseAlertmanagerConfig(hidden).receivers).toEqual(parseAlertmanagerConfig(text).receivers);
});

test('hides what a user’s prometheus.yml keeps secret, and nothing else', () => {
  const text = `global:
  scrape_interval: 15s
  external_labels: { cluster: eu, token: blue } # a label is public
scrape_configs:
  - job_name: shop
    basic_auth: { username: prom, password: 'hunter2: "really"' }
    params: { module: [http_2xx], auth: [public_v2], token: [hunter2] }
    static_configs:
      - targets: ['https://probe:hunter2@shop.example/health?region=eu&api_key=hunter2#top']
        labels: { key: front }
  # - job_name: old
  #   bearer_token: hunter2
  - job_name: hidden
    authorization:
      credentials: &token hunter2
    tls_config:
      ca_file: /etc/ca.pem
      key_file: /etc/key.pem
      key: |
        -----BEGIN PRIVATE KEY-----
        aHVudGVyMg==
        -----END PRIVATE KEY-----
      server_name: shop
    consul_sd_configs: [{ server: 'consul:8500', token: *token }]
remote_write:
  - url: https://prom:hunter2@metrics.example/api/v1/write
    headers: { Authorization: Bearer hunter2, X-Scope-OrgID: shop, X-Forwarded: Basic hunter2 }
    sigv4: { region: eu-west-1, access_key: AKIAHUNTER2, secret_key: hunter2 }
`;
  expect(hideSecrets(text)).toBe(`global:
  scrape_interval: 15s
  external_labels: { cluster: eu, token: blue } # a label is public
scrape_configs:
  - job_name: shop
    basic_auth: { username: prom, password: <secret> }
    params: { module: [http_2xx], auth: [public_v2], token: [<secret>] }
    static_configs:
      - targets: ['https://probe:<secret>@shop.example/health?region=eu&api_key=<secret>#top']
        labels: { key: front }
  # - job_name: old
  #   bearer_token: <secret>
  - job_name: hidden
    authorization:
      credentials: &token <secret>
    tls_config:
      ca_file: /etc/ca.pem
      key_file: /etc/key.pem
      key: <secret>
      server_name: shop
    consul_sd_configs: [{ server: 'consul:8500', token: *token }]
remote_write:
  - url: https://prom:<secret>@metrics.example/api/v1/write
    headers: { Authorization: <secret>, X-Scope-OrgID: shop, X-Forwarded: <secret> }
    sigv4: { region: eu-west-1, access_key: <secret>, secret_key: <secret> }
`);
});

/** Where the documentation of Prometheus 3.14 and of its tools says `<secret>`, and credentials that it does not mark. */
const PROMETHEUS_SECRETS = [
  'scrape_configs.basic_auth.password',
  'scrape_configs.authorization.credentials',
  'scrape_configs.bearer_token',
  'scrape_configs.oauth2.client_secret',
  'scrape_configs.oauth2.client_certificate_key',
  'scrape_configs.oauth2.endpoint_params.password',
  'scrape_configs.oauth2.proxy_connect_header.Proxy-Authorization',
  'scrape_configs.proxy_connect_header.X-Anything',
  'scrape_configs.http_headers.X-Tenant.secrets',
  'scrape_configs.http_headers.X-Api-Key.values',
  'scrape_configs.tls_config.key',
  'scrape_configs.aws_sd_configs.secret_key',
  'scrape_configs.azure_sd_configs.client_secret',
  'scrape_configs.consul_sd_configs.token',
  'scrape_configs.consul_sd_configs.password',
  'scrape_configs.ec2_sd_configs.access_key',
  'scrape_configs.ec2_sd_configs.secret_key',
  'scrape_configs.lightsail_sd_configs.secret_key',
  'scrape_configs.marathon_sd_configs.auth_token',
  'scrape_configs.oci_sd_configs.key_passphrase',
  'scrape_configs.openstack_sd_configs.password',
  'scrape_configs.openstack_sd_configs.application_credential_secret',
  'scrape_configs.outscale_sd_configs.secret_key',
  'scrape_configs.ovhcloud_sd_configs.application_key',
  'scrape_configs.ovhcloud_sd_configs.application_secret',
  'scrape_configs.ovhcloud_sd_configs.consumer_key',
  'scrape_configs.scaleway_sd_configs.secret_key',
  'scrape_configs.stackit_sd_configs.service_account_key',
  'scrape_configs.stackit_sd_configs.private_key',
  'scrape_configs.uyuni_sd_configs.password',
  'alerting.alertmanagers.sigv4.secret_key',
  'alerting.alertmanagers.basic_auth.password',
  'remote_write.headers.authorization',
  'remote_write.headers.X-Auth-Token',
  'remote_write.headers.Cookie',
  'remote_write.sigv4.secret_key',
  'remote_write.azuread.oauth.client_secret',
  'remote_write.azuread.certificate.certificate_password',
  'remote_read.basic_auth.password',
  'remote_read.headers.X-Vault-Secret',
  'tracing.headers.x-honeycomb-team',
  'basic_auth_users.alice',
  'modules.http_2xx.http.headers.X-Auth',
];

/** The same of Alertmanager 0.34. */
const ALERTMANAGER_SECRETS = [
  'global.smtp_auth_password',
  'global.smtp_auth_secret',
  'global.slack_api_url',
  'global.slack_app_token',
  'global.victorops_api_key',
  'global.opsgenie_api_key',
  'global.rocketchat_token',
  'global.rocketchat_token_id',
  'global.wechat_api_secret',
  'global.telegram_bot_token',
  'global.mattermost_webhook_url',
  'global.http_config.basic_auth.password',
  'global.http_config.authorization.credentials',
  'receivers.discord_configs.webhook_url',
  'receivers.email_configs.auth_password',
  'receivers.email_configs.auth_secret',
  'receivers.msteams_configs.webhook_url',
  'receivers.msteamsv2_configs.webhook_url',
  'receivers.mattermost_configs.webhook_url',
  'receivers.opsgenie_configs.api_key',
  'receivers.pagerduty_configs.routing_key',
  'receivers.pagerduty_configs.service_key',
  'receivers.pushover_configs.user_key',
  'receivers.pushover_configs.token',
  'receivers.rocketchat_configs.token',
  'receivers.rocketchat_configs.token_id',
  'receivers.slack_configs.api_url',
  'receivers.slack_configs.app_token',
  'receivers.sns_configs.sigv4.secret_key',
  'receivers.telegram_configs.bot_token',
  'receivers.victorops_configs.api_key',
  'receivers.webhook_configs.url',
  'receivers.incidentio_configs.alert_source_token',
  'receivers.wechat_configs.api_secret',
  'event_recorder.webhook_outputs.url',
  'tracing.http_headers.Authorization.values',
];

/** Keys that look like secrets, or stand beside them, and hold none. */
const ORDINARY = [
  'global.smtp_auth_username',
  'global.smtp_auth_identity',
  'global.smtp_auth_password_file',
  'global.slack_api_url_file',
  'global.pagerduty_url',
  'global.opsgenie_api_url',
  'global.external_labels.password',
  'route.group_by',
  'route.match.token',
  'receivers.email_configs.headers.Subject',
  'receivers.email_configs.headers.Message-ID',
  'receivers.opsgenie_configs.api_url',
  'receivers.opsgenie_configs.api_key_file',
  'receivers.slack_configs.title_link',
  'receivers.slack_configs.app_token_file',
  'receivers.webhook_configs.url_file',
  'receivers.telegram_configs.chat_id',
  'scrape_configs.authorization.type',
  'scrape_configs.authorization.credentials_file',
  'scrape_configs.basic_auth.username',
  'scrape_configs.basic_auth.password_file',
  'scrape_configs.bearer_token_file',
  'scrape_configs.http_headers.X-Tenant.values',
  'scrape_configs.http_headers.Authorization.files',
  'scrape_configs.tls_config.key_file',
  'scrape_configs.tls_config.ca',
  'scrape_configs.tls_config.cert',
  'scrape_configs.oauth2.client_id',
  'scrape_configs.oauth2.client_secret_file',
  'scrape_configs.oauth2.client_certificate_key_id',
  'scrape_configs.oauth2.signature_algorithm',
  'scrape_configs.oauth2.token_url',
  'scrape_configs.params.auth',
  'scrape_configs.params.partition_key',
  'scrape_configs.metrics_path',
  'scrape_configs.static_configs.labels.token',
  'scrape_configs.static_configs.labels.key',
  'scrape_configs.stackit_sd_configs.service_account_key_path',
  'scrape_configs.openstack_sd_configs.application_credential_id',
  'scrape_configs.azure_sd_configs.authentication_method',
  'remote_write.headers.X-Scope-OrgID',
  'remote_write.url',
  'groups.rules.annotations.token',
  'groups.rules.labels.secret',
];

const PLACEHOLDER = 'https://example.com/abc';

// Each name a map in a list, which is read as a map or a list alike: `a.b` becomes `a: [{ b: value }]`.
const yamlOf = (path: string, value: string) =>
  path
    .split('.')
    .reduceRight((inner, key) => (inner === value ? `${key}: [${inner}]` : `${key}: [{ ${inner} }]`), value)
    .concat('\n');

describe('by key', () => {
  it.each([...PROMETHEUS_SECRETS, ...ALERTMANAGER_SECRETS])('%s is hidden', (path) =>
    expect(hideSecrets(yamlOf(path, PLACEHOLDER))).toBe(yamlOf(path, '<secret>')),
  );

  it.each(ORDINARY)('%s stays', (path) => expect(hideSecrets(yamlOf(path, PLACEHOLDER))).toBe(yamlOf(path, PLACEHOLDER)));
});

describe('in an address', () => {
  it.each([
    ['a password', 'https://me:p%40ss@h/x', 'https://me:<secret>@h/x'],
    ['a password with an @ in it', 'redis://:p@ss@h:6379/0', 'redis://:<secret>@h:6379/0'],
    [
      'tokens of a query',
      '"http://h/?a=1&authToken=x&X-Amz-Signature=y"',
      '"http://h/?a=1&authToken=<secret>&X-Amz-Signature=<secret>"',
    ],
    ['a token behind an entity', 'http://h/?a=1&amp;token=x', 'http://h/?a=1&amp;token=<secret>'],
  ])('hides %s', (_, url, hidden) => expect(hideSecrets(`url: ${url}\n`)).toBe(`url: ${hidden}\n`));

  it.each([
    'http://h:9090/x',
    'ssh://git@h/x',
    'http://h/?monkey=1&key_file=x&sort=key',
    "'{{ .Url }}?token={{ $labels.token }}'",
    '["http://h:80","me@h"]',
  ])('leaves %s alone', (url) => expect(hideSecrets(`url: ${url}\n`)).toBe(`url: ${url}\n`));
});

test('hides a secret that is defined elsewhere, under a name that says nothing', () =>
  expect(hideSecrets('x: &pw hunter2\nbasic_auth: { password: *pw }\n')).toBe(
    'x: &pw <secret>\nbasic_auth: { password: *pw }\n',
  ));

test('hides an address that is a secret wherever it is used', () =>
  expect(hideSecrets('webhook_configs: [{ url: &u "https://a:b@h/x" }]\nlink: *u\n')).toBe(
    'webhook_configs: [{ url: &u <secret> }]\nlink: *u\n',
  ));

test('hides a private key whatever its name', () =>
  expect(hideSecrets('pair: "-----BEGIN EC PRIVATE KEY-----\\nabc"\n')).toBe('pair: <secret>\n'));

test('hides secrets in every document, and line by line when YAML cannot be read', () => {
  expect(hideSecrets('a: 1\n---\npassword: x\n')).toBe('a: 1\n---\npassword: <secret>\n');
  expect(hideSecrets('a: [\npassword: hunter2\n  - token: "x y"\nkey_file: z\n')).toBe(
    'a: [\npassword: <secret>\n  - token: <secret>\nkey_file: z\n',
  );
});

test('hides what is commented out', () =>
  expect(hideSecrets('#password: hunter2\n# - url: https://me:hunter2@h/\na: 1\n')).toBe(
    '#password: <secret>\n# - url: https://me:<secret>@h/\na: 1\n',
  ));

test('leaves prose in comments alone', () => {
  const text = '# Password: see the vault of the team\n# key: what a group is called\na: 1 # token: none of ours\n';
  expect(hideSecrets(text)).toBe(text);
});

test('hides nothing twice', () => {
  const hidden = 'basic_auth: { password: <secret> }\nurl: https://me:<secret>@h/?token=<secret>\n';
  expect(hideSecrets(hidden)).toBe(hidden);
});

test('leaves our own configuration as it is', () => {
  const folder = new URL('stack/monitoring/', packageRoot());
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
  expect(names).toContain('prometheus.yml');
  for (const name of names) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(hideSecrets(text), name).toBe(text);
  }
});

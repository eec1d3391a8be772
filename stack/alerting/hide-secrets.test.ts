import { expect, test } from 'vitest';
import { readPackageFile } from '../package-root.js';
import { hideSecrets } from './hide-secrets.js';
import { parseAlertmanagerConfig } from './routes.js';

test('hides what a user’s configuration keeps secret, and nothing else', () => {
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
route: { receiver: team, group_by: [alertname] }
`);
  expect(parseAlertmanagerConfig(hidden).receivers).toEqual(parseAlertmanagerConfig(text).receivers);
});

test('leaves our own configuration as it is', async () => {
  const text = await readPackageFile('stack/monitoring/alertmanager.yml');
  expect(hideSecrets(text)).toBe(text);
});

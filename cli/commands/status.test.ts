import { expect, test } from 'vitest';
import type { StackStatus } from '../../stack/inspect/status.js';
import { palette } from '../render/palette.js';
import { statusText } from './status.js';

test('status is two tables', () => {
  const status: StackStatus = {
    stack: 'supops',
    deployed: true,
    speed: 60,
    instances: [
      {
        name: 'db',
        service: 'db',
        component: 'mariadb',
        state: 'running',
        ready: true,
        health: 'ready',
        restartCount: 0,
        startedAt: 1_000,
      },
      {
        name: 'front',
        service: 'front',
        component: 'nginx',
        state: 'exited',
        ready: false,
        health: 'exit code 137',
        restartCount: 2,
        startedAt: 1_000,
        url: 'http://127.0.0.1:8080',
      },
    ],
    alerts: [
      {
        alertname: 'ApiDown',
        labels: { alertname: 'ApiDown', service: 'api' },
        state: 'firing',
        activeAt: 60_000,
        runbook: 'https://example.org/ApiDown',
      },
    ],
    monitoring: 'ok',
  };
  expect(statusText(status, 91_000, palette(false))).toBe(`stack supops, alerting 60 times compressed

INSTANCE  COMPONENT  STATE    HEALTH         RESTARTS  UP          URL
db        mariadb    running  ready          0         1 min 30 s
front     nginx      exited   exit code 137  2         -           http://127.0.0.1:8080

ALERT    STATE   FOR     LABELS           RUNBOOK
ApiDown  firing  31.0 s  {service="api"}  https://example.org/ApiDown
`);
});

import { expect, test } from 'vitest';
import { parseAlertmanagerConfig } from './routes.js';
import { repeatPeriodOf, silenceBounds } from './silence.js';

const routeOf = (times: string) =>
  parseAlertmanagerConfig(`route: { receiver: watchdog, ${times} }
receivers: [{ name: watchdog, webhook_configs: [{ url: "http://inbox/" }] }]
`).route;

test('a message is repeated at the first tick at which the interval has passed', () => {
  expect(repeatPeriodOf(routeOf('group_interval: 1m, repeat_interval: 4m30s'))).toBe(300_000);
  expect(repeatPeriodOf(routeOf('group_interval: 5m, repeat_interval: 1m'))).toBe(300_000);
});

test('an interval that is a multiple of the tick may need one tick more', () => {
  expect(repeatPeriodOf(routeOf('group_interval: 1m, repeat_interval: 4m'))).toBe(300_000);
});

test('silence is noticed after one period at best, and at worst after two and what Alertmanager goes on for without Prometheus', () => {
  const route = routeOf('group_interval: 1s, repeat_interval: 4500ms');
  expect(silenceBounds(route, { evaluationMs: 1_000, resendMs: 5_000, deliveryMs: 1_000 })).toEqual({
    floorMs: 5_000,
    ceilingMs: 31_000,
    periodMs: 5_000,
    expiryMs: 20_000,
  });
  expect(silenceBounds(route, { evaluationMs: 15_000, resendMs: 5_000, deliveryMs: 0 }).expiryMs).toBe(60_000);
});

import { describe, expect, it } from 'vitest';
import { readWebhook } from './webhook.js';

const alert = {
  status: 'firing',
  labels: { alertname: 'Watchdog', severity: 'none' },
  startsAt: '2026-11-22T23:03:56.700235371Z',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: '448881ef475b9b26',
};

describe('readWebhook', () => {
  it('reads the alerts of Alertmanager’s webhook', () => {
    const gone = { ...alert, status: 'resolved', endsAt: '2026-11-22T23:04:00Z' };
    expect(readWebhook({ version: '4', receiver: 'watch\\.dog', alerts: [alert, gone] })).toEqual({
      receiver: 'watch.dog',
      subject: 'firing: Watchdog',
      text: 'firing Watchdog since 2026-11-22T23:03:56.700235371Z\nresolved Watchdog since 2026-11-22T23:03:56.700235371Z',
      alerts: [
        { status: 'firing', alertname: 'Watchdog', fingerprint: '448881ef475b9b26', startsAt: alert.startsAt },
        {
          status: 'resolved',
          alertname: 'Watchdog',
          fingerprint: '448881ef475b9b26',
          startsAt: alert.startsAt,
          endsAt: '2026-11-22T23:04:00Z',
        },
      ],
    });
  });

  it.each([[{ a: 1 }], [{ alerts: 'x' }], [{ alerts: [null, 5, { status: 'firing' }] }], [undefined]])(
    'carries no alert in %j',
    (body) => {
      expect(readWebhook(body)).toMatchObject({ receiver: '', alerts: [] });
    },
  );
});

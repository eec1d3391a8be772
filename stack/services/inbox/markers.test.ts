import { describe, expect, it } from 'vitest';
import { readMarkers } from './markers.js';

const firing = '[supops] firing DatabaseDown fingerprint=77c2d3e4799e92a0 startsAt=2026-11-22T23:03:56.700Z endsAt=-';
const resolved =
  '[supops] resolved ApiDown fingerprint=920a1e73aa9870df startsAt=2026-11-22T23:03:56Z endsAt=2026-11-22T23:05:00+01:00';

describe('readMarkers', () => {
  it('reads all alerts of a message, in their order', () => {
    expect(readMarkers(`Two alerts:\n${firing}\nand\n> ${resolved}\nbye`).alerts).toEqual([
      {
        status: 'firing',
        alertname: 'DatabaseDown',
        fingerprint: '77c2d3e4799e92a0',
        startsAt: '2026-11-22T23:03:56.700Z',
      },
      {
        status: 'resolved',
        alertname: 'ApiDown',
        fingerprint: '920a1e73aa9870df',
        startsAt: '2026-11-22T23:03:56Z',
        endsAt: '2026-11-22T23:05:00+01:00',
      },
    ]);
  });

  it('counts a line that is repeated once, and the same alert firing and resolved twice', () => {
    expect(readMarkers(`${firing}\n${firing}\n${firing.replace('firing', 'resolved')}`).alerts).toHaveLength(2);
  });

  it('reads an alert name with spaces, and treats Go’s zero time as no end', () => {
    const line = firing.replace('DatabaseDown', 'Database is down').replace('endsAt=-', 'endsAt=0001-01-01T00:00:00Z');
    const { alerts } = readMarkers(line);
    expect(alerts).toEqual([expect.objectContaining({ alertname: 'Database is down' })]);
    expect(alerts[0]).not.toHaveProperty('endsAt');
  });

  it.each([
    ['no receiver, as an older stack writes it', '', ''],
    ['a receiver', ' receiver="on-call"', 'on-call'],
    ['a receiver that Alertmanager escapes', String.raw` receiver="team \\(a\\.b\\) \"x\" \\\\"`, 'team (a.b) "x" \\'],
    ['a receiver that was wrapped', '\nreceiver="the night\n shift"', 'the night shift'],
    ['a receiver that was cut', ' receiver="on-c', ''],
    ['an empty one', ' receiver=""', ''],
  ])('reads a line with %s', (_, end, receiver) => {
    expect(readMarkers(`${firing}${end}\n`)).toEqual({ ...readMarkers(firing), receiver });
  });

  it('reads a line that was wrapped', () => {
    expect(readMarkers(resolved.replace(' fingerprint', '\nfingerprint').replace(' endsAt', '\n  endsAt'))).toEqual(
      readMarkers(resolved),
    );
  });

  it.each([
    ['another status', firing.replace('firing', 'pending')],
    ['no name', firing.replace('DatabaseDown ', '')],
    ['a fingerprint that is none', firing.replace('77c2', 'zz')],
    ['a start that is not a time', firing.replace('2026-11-22T', 'yesterday ')],
    ['no start', firing.replace(/startsAt=\S+ /, '')],
    ['an end that is not a time', firing.replace('endsAt=-', 'endsAt=never')],
    ['a line that was cut', firing.slice(0, -9)],
    ['a marker without its word', firing.replace('[supops] ', '')],
  ])('skips %s', (_, line) => {
    expect(readMarkers(line)).toEqual({ receiver: '', alerts: [] });
  });

  it.each([
    ['half markers', '[supops] firing a '.repeat(50_000)],
    ['white space', `[supops] firing a${' '.repeat(50_000)}`.repeat(20)],
    ['one long word', `[supops] firing a fingerprint=0 startsAt=${'x'.repeat(1_000_000)}`],
    ['quotation marks', `${firing} receiver="${'\\"'.repeat(500_000)}`],
  ])('is not slowed by garbage: %s', (_, text) => {
    const started = performance.now();
    readMarkers(text);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

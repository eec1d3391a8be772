import type { RunEvent } from '../../scenarios/record/events.js';
import type { LoadRecord } from '../../stack/services/contracts.js';
import { type Entry, START } from './journal.js';

/** Epoch ms of a moment after the start of the run. */
export const moment = (ms: number): number => START + ms;

const at = (ms: number) => new Date(moment(ms)).toISOString();

// [second of the run, failed, slow, p50, p95, max] of 20 requests; every other second is good.
const BAD: readonly (readonly [number, number, number, number, number, number])[] = [
  [4, 3, 0, 4.1, 8.8, 12.2],
  [5, 8, 0, 5.2, 21.7, 48.1],
  [6, 9, 0, 5.9, 19.4, 40.6],
  [7, 14, 0, 6.3, 18.9, 33.2],
  [8, 15, 0, 6.4, 17.2, 28.8],
  [9, 15, 0, 6.1, 18.3, 31.5],
  [10, 15, 0, 6.2, 17.8, 29.9],
  [11, 15, 2, 6.8, 1_004.2, 1_007.9],
  [12, 12, 3, 7.2, 1_006.1, 1_011.4],
];

/** What visitors saw, second by second. */
export function load(): readonly LoadRecord[] {
  const bad = new Map(BAD.map(([second, ...rest]) => [second, rest]));
  return Array.from({ length: 25 }, (_, second) => {
    const [failed, slow, p50Ms, p95Ms, maxMs] = bad.get(second) ?? [0, 0, 3.4, 7.9 + (second % 3) * 0.4, 11.6 + (second % 4)];
    return { second: START / 1_000 + second, requests: 20, failed, slow, p50Ms, p95Ms, maxMs };
  });
}

/** Raw samples as Prometheus gives them after recovery. */
export function series(): readonly Extract<RunEvent, { type: 'series' }>[] {
  const samples = (value: (second: number) => number) =>
    Array.from({ length: 24 }, (_, i) => [moment(i * 1_000 + 31), value(i)] as const);
  const down = (second: number) => (second >= 5 && second <= 12 ? 0 : 1);
  const ratios = [0.19, 0.34, 0.46, 0.58, 0.69, 0.74, 0.75, 0.75, 0.56, 0.35, 0.15];
  return [
    {
      type: 'series',
      name: 'Database up',
      query: 'mysql_up or probe_success{job="db-tcp"}',
      unit: '1 = up',
      series: [
        { labels: { __name__: 'mysql_up', instance: 'mysqld-exporter:9104', job: 'mysql' }, points: samples(down) },
        { labels: { __name__: 'probe_success', instance: 'db:3306', job: 'db-tcp' }, points: samples(down) },
      ],
    },
    {
      type: 'series',
      name: 'Share of 5xx answers',
      query:
        'sum(rate(http_request_duration_seconds_count{status="5xx"}[4s])) / sum(rate(http_request_duration_seconds_count[4s]))',
      unit: '0…1',
      series: [{ labels: {}, points: samples((second) => ratios[second - 6] ?? 0) }],
    },
  ];
}

const marker = (status: 'firing' | 'resolved') =>
  `[supops] ${status} DatabaseDown fingerprint=7c1f0f5b9a3d2e44 startsAt=${at(6_347)} endsAt=${status === 'firing' ? '-' : at(21_347)}`;

const body = (status: 'firing' | 'resolved') => `DatabaseDown (critical) is ${status}: the database does not answer
Service: db, stack: supops
Runbook: docs/runbooks/DatabaseDown.md

${marker(status)}`;

/** One message on each channel for firing and for resolved. */
export function inboxReceipts(): readonly Entry[] {
  const message = (
    number: number,
    channel: 'email' | 'slack',
    status: 'firing' | 'resolved',
    [arrived, recorded]: readonly [number, number],
  ): Entry => [
    recorded,
    {
      type: 'receipt',
      receiver: 'on-call',
      message: number,
      channel,
      to: channel === 'email' ? 'oncall@supops.test' : '#alerts',
      subject: `[${status === 'firing' ? 'FIRING:1' : 'RESOLVED'}] DatabaseDown db (supops)`,
      excerpt: body(status),
      receivedAt: moment(arrived),
      alerts: [
        {
          status,
          alertname: 'DatabaseDown',
          fingerprint: '7c1f0f5b9a3d2e44',
          startsAt: at(6_347),
          ...(status === 'resolved' ? { endsAt: at(21_347) } : {}),
        },
      ],
    },
  ];
  return [
    message(11, 'slack', 'firing', [6_889, 6_893]),
    message(12, 'email', 'firing', [6_912, 6_917]),
    message(13, 'slack', 'resolved', [22_886, 22_890]),
    message(14, 'email', 'resolved', [22_907, 22_911]),
    [
      8_011,
      {
        type: 'receipt',
        receiver: 'on-call',
        message: 15,
        channel: 'webhook',
        to: '/webhook/watchdog',
        subject: '',
        excerpt: '',
        receivedAt: moment(8_008),
        alerts: [{ status: 'firing', alertname: 'Watchdog', fingerprint: 'f00d', startsAt: at(-90_000) }],
      },
    ],
  ];
}

/** What the services logged about it. */
export function databaseLogs(): readonly Extract<RunEvent, { type: 'log' }>[] {
  const api = (ms: number, service: string, path: string): Extract<RunEvent, { type: 'log' }> => ({
    type: 'log',
    service,
    time: moment(ms),
    text: JSON.stringify({
      time: at(ms),
      level: 'error',
      msg: 'request failed',
      path,
      status: 503,
      error: 'connect ECONNREFUSED',
    }),
  });
  return [
    { type: 'log', service: 'db', time: moment(-93_000), text: '[Note] mariadbd: ready for connections.' },
    api(4_561, 'api-1', '/api/orders/recent'),
    api(4_733, 'api-2', '/api/orders/recent'),
    api(5_104, 'api-1', '/api/orders/recent'),
    api(5_380, 'api-1', '/api/products/7'),
    {
      type: 'log',
      service: 'mysqld-exporter',
      time: moment(5_035),
      text: 'time=2026-11-22T22:30:20.035Z level=ERROR msg="Error pinging mysqld" err="dial tcp: lookup db: no such host"',
    },
    {
      type: 'log',
      service: 'db',
      time: moment(12_870),
      text: '[Note] InnoDB: Starting crash recovery from checkpoint LSN=48211',
    },
  ];
}

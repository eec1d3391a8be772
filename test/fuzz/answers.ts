/** Answers as the real programs give them. */
export const ANSWERS = {
  rules: {
    status: 'success',
    data: {
      groups: [
        {
          name: 'availability',
          file: '/etc/supops/rules/availability.yml',
          interval: 1,
          rules: [
            {
              type: 'alerting',
              name: 'DatabaseDown',
              query: 'mysql_up == 0',
              duration: 1,
              keepFiringFor: 4,
              health: 'ok',
              lastEvaluation: '2026-11-25T01:02:01.460Z',
              evaluationTime: 0.0003,
              state: 'firing',
              labels: { severity: 'critical' },
              annotations: { summary: 'down' },
              alerts: [
                {
                  labels: { alertname: 'DatabaseDown', severity: 'critical' },
                  annotations: {},
                  state: 'firing',
                  activeAt: '2026-11-25T01:02:01.460Z',
                  value: '0e+00',
                },
              ],
            },
          ],
        },
      ],
    },
  },
  targets: {
    status: 'success',
    data: {
      activeTargets: [
        {
          labels: { job: 'mysql', instance: 'mysqld-exporter:9104' },
          health: 'up',
          lastError: '',
          lastScrape: '2026-11-25T01:02:01.460Z',
        },
      ],
    },
  },
  vector: {
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: { job: 'mysql' }, value: [1795568521.46, '1'] }] },
  },
  matrix: {
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: { alertname: 'DatabaseDown' }, values: [[1795568521.46, '1']] }] },
  },
  alerts: [
    {
      fingerprint: 'f09839b612ae820e',
      labels: { alertname: 'DatabaseDown', severity: 'critical' },
      annotations: {},
      status: { state: 'active', inhibitedBy: [], silencedBy: [] },
      receivers: [{ name: 'on-call' }],
      startsAt: '2026-11-25T01:02:02.460Z',
      endsAt: '2026-11-25T01:02:22.460Z',
      updatedAt: '2026-11-25T01:02:02.460Z',
    },
  ],
  messages: {
    inboxId: 'a1',
    dropped: 0,
    messages: [
      {
        seq: 1,
        inboxId: 'a1',
        channel: 'slack',
        receiver: 'on-call',
        receivedAt: 1795568522900,
        to: '#alerts',
        subject: '[FIRING] DatabaseDown',
        text: 'down',
        alerts: [
          {
            status: 'firing',
            alertname: 'DatabaseDown',
            fingerprint: 'f09839b612ae820e',
            startsAt: '2026-11-25T01:02:02.460Z',
          },
        ],
      },
    ],
  },
  load: { rate: 10, paths: ['/'], endsAt: 1795568599000 },
  records: { records: [{ second: 1795568522, requests: 10, failed: 0, slow: 0, p50Ms: 4, p95Ms: 9, maxMs: 12 }] },
} as const;

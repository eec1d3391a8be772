import { need } from '../../../stack/engine/engine.js';
import type { Act } from './real.js';

/** Ends a part at once; it stays down. */
export const kill =
  (service: string): Act =>
  async ({ engine, instance }) =>
    need(engine, 'kill').kill((await instance(service)).id);

/** Starts a part. */
export const start =
  (service: string): Act =>
  async ({ engine, instance }) =>
    engine.start((await instance(service)).id);

/** Ends a part and starts it again. */
export const restart =
  (service: string): Act =>
  async (stage) => {
    await kill(service)(stage);
    await start(service)(stage);
  };

/** Silences an alert for ten minutes. */
export const silence =
  (alert: string): Act =>
  async ({ alertmanager }) => {
    const now = Date.now();
    const answer = await fetch(new URL('/api/v2/silences', alertmanager), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ name: 'alertname', value: alert, isRegex: false, isEqual: true }],
        startsAt: new Date(now - 1_000).toISOString(),
        endsAt: new Date(now + 600_000).toISOString(),
        createdBy: 'corpus',
        comment: 'forgotten',
      }),
    });
    if (!answer.ok) throw new Error(`silence refused: ${answer.status} ${await answer.text()}`);
  };

/** Ends every silence. */
export const unsilence: Act = async ({ alertmanager }) => {
  const answer = await fetch(new URL('/api/v2/silences', alertmanager));
  for (const { id } of (await answer.json()) as readonly { readonly id: string }[])
    await fetch(new URL(`/api/v2/silence/${id}`, alertmanager), { method: 'DELETE' });
};

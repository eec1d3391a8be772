import type { CarriedAlert } from '../contracts.js';
import { carried, receiverName } from './markers.js';

/** What is kept from a generic webhook. */
export interface WebhookMessage {
  /** Alertmanager's receiver; empty if the payload names none. */
  readonly receiver: string;
  readonly subject: string;
  readonly text: string;
  readonly alerts: readonly CarriedAlert[];
}

/** Reads Alertmanager's webhook (version 4), or shows any other JSON as it is. */
export function readWebhook(body: unknown): WebhookMessage {
  const receiver = receiverOf(body);
  const alerts = alertsOf(body);
  if (alerts.length === 0) return { receiver, subject: 'webhook', text: JSON.stringify(body, undefined, 2) ?? '', alerts };
  const lines = alerts.map(({ status, alertname, startsAt }) => `${status} ${alertname} since ${startsAt}`);
  const names = [...new Set(alerts.map(({ alertname }) => alertname))].join(', ');
  return {
    receiver,
    subject: `${alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved'}: ${names}`,
    text: lines.join('\n'),
    alerts,
  };
}

function receiverOf(body: unknown): string {
  const receiver = (body as { readonly receiver?: unknown } | null | undefined)?.receiver;
  return typeof receiver === 'string' ? receiverName(receiver) : '';
}

function alertsOf(body: unknown): readonly CarriedAlert[] {
  const alerts = (body as { readonly alerts?: unknown } | null)?.alerts;
  return Array.isArray(alerts) ? alerts.flatMap(toCarried) : [];
}

function toCarried(alert: unknown): readonly CarriedAlert[] {
  const { status, labels, fingerprint, startsAt, endsAt } = (alert ?? {}) as Readonly<Record<string, unknown>>;
  const alertname = (labels as { readonly alertname?: unknown } | undefined)?.alertname;
  if (status !== 'firing' && status !== 'resolved') return [];
  if (typeof alertname !== 'string' || typeof fingerprint !== 'string' || typeof startsAt !== 'string') return [];
  const end = status === 'resolved' && typeof endsAt === 'string' ? { endsAt } : {};
  return [carried({ status, alertname, fingerprint, startsAt, ...end })];
}

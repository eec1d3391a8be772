import { z } from 'zod';
import type { Message } from '../../stack/services/contracts.js';

const SCHEMA: z.ZodType<Message> = z.object({
  seq: z.number(),
  inboxId: z.string(),
  channel: z.string(),
  // Absent from the inbox of a stack that an older supops deployed.
  receiver: z.string().default(''),
  receivedAt: z.number(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      alertname: z.string(),
      fingerprint: z.string(),
      startsAt: z.string(),
      endsAt: z.string().exactOptional(),
    }),
  ),
});

/** Reads a message as the inbox sends it in an event. Throws on anything else. */
export const readMessage = (json: string): Message => SCHEMA.parse(JSON.parse(json));

import { z } from 'zod';
import type { Message, Messages } from '../../stack/services/contracts.js';
import { carriedAlert, ms } from '../record/shapes.js';

const message: z.ZodType<Message> = z.object({
  seq: z.number(),
  inboxId: z.string(),
  channel: z.string(),
  // Absent from the inbox of a stack that an older supops deployed.
  receiver: z.string().default(''),
  receivedAt: ms,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  alerts: z.array(carriedAlert),
});

/** Reads a message as the inbox sends it in an event. Throws on anything else. */
export const readMessage = (json: string): Message => message.parse(JSON.parse(json));

/** All that the inbox holds. */
export const messages: z.ZodType<Messages> = z.object({ inboxId: z.string(), messages: z.array(message), dropped: z.number() });

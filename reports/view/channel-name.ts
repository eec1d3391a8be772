import { listText, channelName as nameOf } from '../../scenarios/language/sentences.js';
import { outside } from '../document/text.js';

/** What people call a channel. */
export const channelName = (channel: string): string => outside(nameOf(channel));

/** `e-mail and Slack`. */
export const enumeratedChannels = (channels: readonly string[]): string => listText(channels.map(channelName));

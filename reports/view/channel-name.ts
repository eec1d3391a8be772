import { CHANNEL_NAMES, listText } from '../../scenarios/language/sentences.js';
import type { Channel } from '../../stack/alerting/model.js';
import { outside } from '../document/text.js';

/** What people call a channel. */
export const channelName = (channel: Channel): string => CHANNEL_NAMES[channel] ?? outside(channel);

/** `e-mail and Slack`. */
export const enumeratedChannels = (channels: readonly Channel[]): string => listText(channels.map(channelName));

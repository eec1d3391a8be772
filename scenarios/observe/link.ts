import axios from 'axios';
import { messageOf } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';

const TIMEOUT_MS: Milliseconds = 5_000;

/** Opens a page. @returns why it is not there, or `undefined`. Never rejects. */
export async function openPage(url: string): Promise<string | undefined> {
  try {
    const { status } = await axios.get(url, { timeout: TIMEOUT_MS, maxContentLength: 5_000_000, validateStatus: () => true });
    return status < 400 ? undefined : `HTTP ${status}`;
  } catch (error) {
    return messageOf(error);
  }
}

import { randomInt } from 'node:crypto';
import type { Secrets } from '../state/state.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/**
 * What is in use first, then what was kept, else new ones. Programs take their secrets at start, and the database sets its passwords
 * then, so that lost ones may be replaced.
 */
export const settleSecrets = (observed: Partial<Secrets>, kept: Secrets | undefined): Secrets => ({
  shopPassword: makeSecret(),
  exporterPassword: makeSecret(),
  faultsPassword: makeSecret(),
  visitorsToken: makeSecret(),
  apiToken: makeSecret(),
  ...kept,
  ...observed,
});

/** 190 bits in letters and digits. */
const makeSecret = (): string => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

import { BLINDNESS } from './blindness.js';
import { DELIVERY } from './delivery.js';
import { FIRING } from './firing.js';
import { MUTING } from './muting.js';
import type { RealSituation } from './real.js';

/** Every situation that really happens on a stack. */
export const REAL: readonly RealSituation[] = [...FIRING, ...DELIVERY, ...MUTING, ...BLINDNESS];

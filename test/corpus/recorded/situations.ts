import { BLINDNESS } from './blindness.js';
import { CIRCUMSTANCES } from './circumstances.js';
import { COURSE } from './course.js';
import { DELIVERY } from './delivery.js';
import { FIRING } from './firing.js';
import { MUTING } from './muting.js';
import { OTHERS } from './others.js';
import { PAYLOAD } from './payload.js';
import type { RecordedSituation } from './recorded.js';
import { RESOLUTION } from './resolution.js';
import { TIMING } from './timing.js';

/** Every situation that is made of a recorded run. */
export const RECORDED: readonly RecordedSituation[] = [
  ...FIRING,
  ...TIMING,
  ...OTHERS,
  ...DELIVERY,
  ...MUTING,
  ...RESOLUTION,
  ...BLINDNESS,
  ...PAYLOAD,
  ...COURSE,
  ...CIRCUMSTANCES,
];

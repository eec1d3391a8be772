import { expect, test } from 'vitest';
import { checkedText, doctorSummary } from './doctor.js';
import { palette } from './palette.js';

const plain = palette(false);
const clock = { id: 'clock', title: 'clock', status: 'ok', detail: 'as this machine' } as const;
const ports = {
  id: 'x',
  title: 'network.bandwidth-limit',
  status: 'warning',
  detail: 'no tbf',
  hint: 'try another kernel',
} as const;
const left = { id: 'leftovers', title: 'leftovers', status: 'problem', detail: 'shop-guardian' } as const;

test('each check is a line, with what to try below it', () => {
  expect([clock, ports, left].map((one) => checkedText(one, plain)).join('')).toBe(`✓ clock                 as this machine
! network.bandwidth-limit no tbf
                        hint: try another kernel
✗ leftovers             shop-guardian
`);
});

test('the end says whether supops can work', () => {
  expect(doctorSummary([clock], plain)).toBe('\n✓ supops can work here\n');
  expect(doctorSummary([clock, ports], plain)).toBe('\n✓ supops can work here, one warning\n');
  expect(doctorSummary([ports, left], plain)).toBe('\n✗ a problem (leftovers), one warning\n');
});

import { expect, test } from 'vitest';
import { FAULT_KINDS } from '../faults/registry.js';
import { sampleParams } from './sample-params.js';

test.each(FAULT_KINDS.map((kind) => [kind.kind, kind] as const))('%s can be asked what it needs', (_, kind) => {
  const params = sampleParams(kind);
  expect(kind.params.safeParse(params).error).toBeUndefined();
  expect(Array.isArray(kind.needs(params))).toBe(true);
});

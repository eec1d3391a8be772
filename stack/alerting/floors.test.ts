import { describe, expect, it } from 'vitest';
import { compressRules } from './compress.js';
import { type Floor, formatFloors, groupFloors, makeFloorLog } from './floors.js';

const floor = (what: Floor['what'], heldMs: number): Floor => ({ what, of: 'g/A', writtenMs: 60_000, askedMs: 1, heldMs });

describe('makeFloorLog', () => {
  it('records what is longer than the speed asks for, and nothing else', () => {
    const floors = makeFloorLog(60);
    expect(floors.hold({ what: 'range', of: 'g/A' }, 60_000, 4_000)).toBe(4_000);
    expect(floors.hold({ what: 'range', of: 'g/B' }, 600_000, 10_000)).toBe(10_000);
    expect(floors.list()).toEqual([{ what: 'range', of: 'g/A', writtenMs: 60_000, askedMs: 1_000, heldMs: 4_000 }]);
  });
});

describe('formatFloors', () => {
  it('counts what was held, and says at what', () =>
    expect(formatFloors([floor('for', 1_000), floor('range', 4_000), floor('for', 5_000), floor('range', 4_000)])).toBe(
      '2 ranges held at 4s, 2 holds at 1s to 5s',
    ));

  it('uses the singular for one', () =>
    expect(formatFloors([floor('keep_firing_for', 7_000), floor('range', 4_000), floor('group_wait', 500)])).toBe(
      '1 range held at 4s, keep_firing_for at 7s, group_wait at 500ms',
    ));

  it('is empty for nothing', () => expect([formatFloors([]), groupFloors([])]).toEqual(['', []]));

  it('is a readable line for a thousand foreign rules', () => {
    const rule = (i: number) =>
      `      - { alert: Alert${i}, expr: 'rate(errors_total{job="job-${i}"}[${1 + (i % 3)}m]) > 1', for: ${1 + (i % 15)}m, keep_firing_for: 2m }`;
    const rules = Array.from({ length: 961 }, (_, i) => rule(i));
    const text = `groups:\n  - name: foreign\n    interval: 30s\n    rules:\n${rules.join('\n')}\n`;
    const times = { scrapeMs: 15_000, scrapeTimeoutMs: 10_000, evaluationMs: 15_000 };
    const { floors } = compressRules(text, 120, times);
    expect(floors).toHaveLength(2_884);
    expect(formatFloors(floors)).toBe(
      '961 ranges held at 4s, 961 holds at 1s to 15s, 961 keep_firing_for at 7s, 1 group interval at 1s',
    );
  });
});

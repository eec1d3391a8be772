import { describe, expect, it } from 'vitest';
import { decideImages, type ImageDecision, type ImageRequest, type PresentImages } from './decide.js';

const ALL: PresentImages = { missing: [], debian: true };
const NONE: PresentImages = { missing: ['nginx', 'node'], debian: false };
const ONLY_DEBIAN: PresentImages = { missing: ['nginx'], debian: true };
const ONLY_OFFICIAL: PresentImages = { missing: [], debian: false };

const decide = (request: Partial<ImageRequest>, present: PresentImages) =>
  describeDecision(decideImages({ mode: 'auto', cacheDir: '/c', ...request }, present));

function describeDecision(decision: ImageDecision): string {
  if (decision.kind === 'use') return `use ${decision.source}`;
  if (decision.kind === 'build') return 'build';
  const otherwise = decision.otherwise === undefined ? 'fail' : describeDecision(decision.otherwise);
  return `pull ${decision.missing.join(' ')}, else ${otherwise}`;
}

describe('decideImages', () => {
  it('uses what is there, the official images first', () => {
    expect(decide({}, ALL)).toBe('use registry');
    expect(decide({}, ONLY_OFFICIAL)).toBe('use registry');
    expect(decide({}, ONLY_DEBIAN)).toBe('use debian');
  });

  it('stays with what the stack uses', () => {
    expect(decide({ prefer: 'debian' }, ALL)).toBe('use debian');
    expect(decide({ prefer: 'registry' }, ALL)).toBe('use registry');
    expect(decide({ prefer: 'debian' }, ONLY_OFFICIAL)).toBe('use registry');
    expect(decide({ prefer: 'debian' }, ONLY_DEBIAN)).toBe('use debian');
  });

  it('takes a stack from official images to Debian only when no registry answers', () => {
    expect(decide({ prefer: 'registry' }, ONLY_DEBIAN)).toBe('pull nginx, else use debian');
  });

  it('pulls when nothing is there, and builds when that fails', () => {
    expect(decide({}, NONE)).toBe('pull nginx node, else build');
  });

  it('asks a registry that is named before it uses the Debian image', () => {
    expect(decide({ registry: 'mirror' }, ONLY_DEBIAN)).toBe('pull nginx, else use debian');
    expect(decide({ registry: 'mirror', prefer: 'debian' }, ONLY_DEBIAN)).toBe('pull nginx, else use debian');
    expect(decide({ registry: 'mirror', prefer: 'debian' }, ALL)).toBe('use registry');
    expect(decide({ registry: 'mirror' }, NONE)).toBe('pull nginx node, else build');
  });

  it('does only what is asked for', () => {
    expect(decide({ mode: 'registry' }, ALL)).toBe('use registry');
    expect(decide({ mode: 'registry' }, ONLY_DEBIAN)).toBe('pull nginx, else fail');
    expect(decide({ mode: 'debian' }, ALL)).toBe('use debian');
    expect(decide({ mode: 'debian', prefer: 'registry' }, ONLY_OFFICIAL)).toBe('build');
  });
});

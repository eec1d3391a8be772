import { describe, expect, it } from 'vitest';
import { describeStep, FIRST_STEP, isMirrorsFault, nextStep, telling } from './build-log.js';

const OUTPUT = `I: skipping emulation check for extract variant
I: running apt-get update...
Get:1 http://mirror.example.org/debian trixie InRelease [140 kB]
Get:2 http://mirror.example.org/debian trixie/main amd64 Packages [9678 kB]
I: downloading packages with apt...
0 upgraded, 121 newly installed, 0 to remove and 0 not upgraded.
Get:1 http://mirror.example.org/debian trixie/main amd64 gcc-14-base amd64 14.2.0-19 [49.4 kB]
Get:37 http://mirror.example.org/debian trixie/main amd64 libbsd0 amd64 0.12.2-2 [131 kB]
Get:40 http://mirror.example.org/debian trixie/main amd64 libpam0g amd64 1.7.0-5 [69.9 kB]
Fetched 123 MB in 0s (289 MB/s)
I: extracting archives...
I: cleaning package lists and apt cache...
I: creating tarball...
I: done`.split('\n');

describe('nextStep', () => {
  it('says how far a build is from what it prints', () => {
    let step = FIRST_STEP;
    const told = [describeStep(step)];
    for (const line of OUTPUT) {
      const next = nextStep(step, line);
      if (next !== step) told.push(describeStep(next));
      step = next;
    }
    expect(told).toEqual([
      'starting mmdebstrap',
      'fetching the list of packages',
      'fetching packages',
      'fetching packages, 0 of 121',
      'fetching packages, 40 of 121',
      'extracting packages',
      'importing the image',
    ]);
  });

  it('blames the mirror only while something is fetched', () => {
    const phases = ['starting', 'indexing', 'fetching', 'extracting', 'packing'] as const;
    expect(phases.filter((phase) => isMirrorsFault({ phase }))).toEqual(['indexing', 'fetching']);
  });
});

describe('telling', () => {
  it('picks errors and warnings once each', () => {
    const lines = ['I: running apt-get update...', 'Err:1 http://x trixie InRelease', 'E: cannot fetch', 'E: cannot fetch'];
    expect(telling(lines)).toEqual(['Err:1 http://x trixie InRelease', 'E: cannot fetch']);
  });

  it('shows the last lines when there is no error among them', () => {
    expect(telling(['a', 'b'])).toEqual(['a', 'b']);
  });
});

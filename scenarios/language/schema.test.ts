import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyReference } from './key-reference.js';
import { scenarioJsonSchema, scenarioSchema } from './schema.js';

const DOC = new URL('../../docs/scenario-file.md', import.meta.url);
const [BEGIN, END] = ['<!-- keys: generated -->', '<!-- /keys -->'];

// Both files are written anew by `npx vitest run --project unit scenarios/language/schema.test.ts -u`.
describe('the scenario schema', () => {
  it('is what scenario.schema.json says to editors', async () => {
    await expect(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('scenario.schema.json');
  });

  it.each([
    [{}, true],
    [{ expct: [] }, false],
    [{ expect: [] }, false],
    [{ recover: { within: '1m30s' } }, true],
    [{ recover: { within: '90' } }, false],
    [{ recover: { within: '30s1m' } }, false],
    [{ expect: [{ alert: 'A', notified: ['email'] }] }, true],
    [{ expect: [{ alert: 'A', notified: ['pager'] }] }, false],
    [{ scenario: 'Db Down' }, false],
    [{ load: { rate: 0 } }, false],
  ])('accepts what scenario.schema.json accepts: %j', (change, accepted) => {
    const file = {
      scenario: 'a',
      title: 'A',
      target: { service: 'db' },
      fault: { kind: 'kill' },
      expect: [{ alert: 'A' }],
      ...change,
    };
    const fromJson = z.fromJSONSchema(scenarioJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    expect([scenarioSchema.safeParse(file).success, fromJson.safeParse(file).success]).toEqual([accepted, accepted]);
  });

  it('is what the reference says to people', async () => {
    const text = readFileSync(DOC, 'utf8');
    const [before = '', rest = ''] = text.split(BEGIN);
    const after = rest.split(END)[1] ?? '';
    await expect(`${before}${BEGIN}\n${keyReference()}${END}${after}`).toMatchFileSnapshot(DOC.pathname);
  });

  it('describes every key', () => {
    expect(keyReference()).not.toMatch(/undefined|\|\s+\|$/m);
    expect(Object.keys(scenarioSchema.shape)).toEqual([
      'scenario',
      'title',
      'target',
      'fault',
      'faults',
      'steadyState',
      'load',
      'expect',
      'allow',
      'recover',
      'runbook',
    ]);
  });
});

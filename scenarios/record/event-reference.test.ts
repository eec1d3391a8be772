import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventReference } from './event-reference.js';

const DOC = new URL('../../docs/development/journal.md', import.meta.url);
const [BEGIN, END] = ['<!-- events: generated -->', '<!-- /events -->'];

// Written anew by `npx vitest run --project unit scenarios/record/event-reference.test.ts -u`.
test('the reference of the journal is what its schema says', async () => {
  const text = readFileSync(DOC, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  await expect(`${before}${BEGIN}\n\n${eventReference()}${END}${after}`).toMatchFileSnapshot(DOC.pathname);
});

test('it says of every event what it is, and of every field what type it has', () => {
  const reference = eventReference();
  expect(reference).not.toMatch(/undefined|\[object/);
  const [events = ''] = reference.split('### Shapes');
  for (const section of events.split('#### ').slice(1)) expect(section).toMatch(/^`[a-z-]+`\n\n[A-Z].*\.\n\n\|/);
});

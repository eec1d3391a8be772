import { expect, test } from 'vitest';
import { recognise } from './recognise.js';

test.each([
  ['groups:\n  - name: g\n', 'rules'],
  ['# a comment\n"groups": []\n', 'rules'],
  ['groups:\n  - {{ broken\n', 'rules'],
  ['rule_files: [a.yml]\ntests: []\n', 'rule tests'],
  ['global: {}\nrule_files: [a.yml]\nscrape_configs: []\n', 'prometheus'],
  ['global: {}\nroute: { receiver: x }\n', 'alertmanager'],
  ['receivers: []\n', 'alertmanager'],
  ['scenario: x\n', 'scenario'],
  ['expect:\n  - alert: X\n', 'scenario'],
  ['services: {}\n', undefined],
  ['', undefined],
])('%j is %s', (text, kind) => {
  expect(recognise(text)).toBe(kind);
});

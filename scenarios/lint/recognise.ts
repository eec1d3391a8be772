/** What a YAML file is, by its content. */
export type FileKind = 'scenario' | 'rules' | 'rule tests' | 'alertmanager' | 'prometheus';

/** Top-level keys by which a file is known, the most telling first. */
const KEYS: readonly (readonly [FileKind, RegExp])[] = [
  ['rule tests', /^(tests|rule_files):/m],
  ['rules', /^(['"]?)groups\1\s*:/m],
  ['prometheus', /^(['"]?)scrape_configs\1\s*:/m],
  ['scenario', /^(['"]?)(scenario|faults?|expect)\1\s*:/m],
  ['alertmanager', /^(['"]?)(receivers|route|inhibit_rules)\1\s*:/m],
];

/** The kind of a file; `undefined` for none that lint knows. Works on broken files too: they are what it is for. */
export function recognise(text: string): FileKind | undefined {
  const kinds = KEYS.filter(([, key]) => key.test(text)).map(([kind]) => kind);
  // prometheus.yml names rule files as well.
  return kinds.includes('prometheus') ? 'prometheus' : kinds[0];
}

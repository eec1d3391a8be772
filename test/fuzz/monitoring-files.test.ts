import { readdirSync, readFileSync } from 'node:fs';
import { detectionBoundsOf, resolutionBoundsOf } from '../../scenarios/story/bounds.js';
import { compressAlertmanagerConfig, compressRules } from '../../stack/alerting/compress.js';
import { hideSecrets } from '../../stack/alerting/hide-secrets.js';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { parsePipelineTimes } from '../../stack/alerting/prometheus-config.js';
import { parseAlertmanagerConfig, routesFor } from '../../stack/alerting/routes.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import { absentSelectors, requiredSeries } from '../../stack/alerting/series.js';
import { fuzz } from './fuzz.js';
import { expectClear } from './problems.js';
import { mutatedYaml } from './yaml-mutations.js';

const MONITORING = new URL('../../stack/monitoring/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, MONITORING), 'utf8');
const rules = readdirSync(new URL('rules/', MONITORING)).map((name) => read(`rules/${name}`));
const prometheusYml = read('prometheus.yml');
const times = parsePipelineTimes(prometheusYml);

fuzz(
  'a rule file is read whole, or has clear problems; then every rule of it can be judged',
  { runs: 600, seed: 7_002 },
  mutatedYaml(rules),
  (text) => {
    const file = parseRuleFile('fuzzed.yml', text);
    expectClear(file.problems, text);
    const compressed = compressRules(text, 60, times);
    if (file.problems.length > 0) return;
    // What was right at production speed is right when it is faster.
    const again = parseRuleFile('compressed.yml', compressed.text);
    if (again.problems.length > 0) throw new Error(`compressed: ${again.problems[0]?.message}\n${compressed.text}`);
    if (again.rules.length !== file.rules.length) throw new Error('compressed: another number of rules');
    const pipeline = makePipeline({ prometheusYml, rules: [file], deliveryMs: 200 });
    for (const rule of file.rules) {
      absentSelectors(requiredSeries(rule.expr), () => false);
      const expected = { alert: rule.name, labels: {}, notified: [] };
      for (const bounds of [detectionBoundsOf(expected, pipeline), resolutionBoundsOf(expected, pipeline)])
        if (bounds === undefined || !(bounds.floorMs >= 0) || !(bounds.ceilingMs >= bounds.floorMs))
          throw new Error(`bounds of ${rule.name}: ${JSON.stringify(bounds)}`);
    }
  },
);

const SECRET = 'correct-horse-battery';
const withSecret = read('alertmanager.yml').replace('smtp_hello:', `smtp_auth_password: ${SECRET}\n  smtp_hello:`);
/** It stands in its own line and nowhere else. */
const holdsSecret = (text: string): boolean =>
  text.includes(`smtp_auth_password: ${SECRET}
`) && text.split(SECRET).length === 2;

fuzz(
  'an Alertmanager configuration is read whole, or has clear problems; no secret of it shows',
  { runs: 500, seed: 7_003 },
  mutatedYaml([withSecret]),
  (text) => {
    const config = parseAlertmanagerConfig(text, 'fuzzed.yml');
    expectClear(config.problems, text);
    if (holdsSecret(text) && hideSecrets(text).includes(SECRET)) throw new Error('the secret shows');
    const compressed = compressAlertmanagerConfig(text, 60);
    if (config.problems.length > 0) return;
    const again = parseAlertmanagerConfig(compressed.text, 'compressed.yml');
    if (again.problems.length > 0) throw new Error(`compressed: ${again.problems[0]?.message}`);
    for (const severity of ['critical', 'warning', 'none'])
      if (routesFor(config, { alertname: 'DatabaseDown', severity }).length === 0) throw new Error(`no route for ${severity}`);
  },
);

import { expect, test } from 'vitest';
import { scaleDependence } from './scale-dependence.js';

test.each([
  ['increase(container_restarts_total[5m]) >= 3', [[0, 'count']]],
  ['sum by (job) (changes(up[10m])) > 2', [[0, 'count']]],
  ['count_over_time(up[5m]) < 10', [[0, 'count']]],
  ['time() - last_backup_seconds > 86400', [[0, 'age']]],
  ['(time() - last_backup_seconds) / 3600 > 24', [[0, 'age']]],
  ['up == 0 and on () increase(x[5m]) > 10', [[18, 'count']]],
  // Any event at all, a ratio, and what is measured per second stay what they are.
  ['increase(x[5m]) > 0', []],
  ['increase(x[5m]) >= 1', []],
  ['increase(x[5m]) == 0', []],
  ['increase(errors[5m]) / increase(requests[5m]) > 5', []],
  ['rate(x[5m]) > 10', []],
  ['avg_over_time(x[5m]) > 10', []],
  ['predict_linear(x[1h], 14400) > 100', []],
  ['not ( valid', []],
])('%s', (expr, found) => {
  expect(scaleDependence(expr).map(({ offset, kind }) => [offset, kind])).toEqual(found);
});

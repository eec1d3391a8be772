import type { Matcher } from '../../core/labels.js';
import { possibleRoutes } from '../../stack/alerting/audit/alert-labels.js';
import type { RoutingPlaces } from '../../stack/alerting/audit/places.js';
import { acceptsAll } from '../../stack/alerting/matchers.js';
import type { AlertmanagerConfig, Route } from '../../stack/alerting/model.js';
import { listText } from '../language/sentences.js';
import type { KnownAlert } from './alerts.js';
import { type LintProblem, problemAt } from './problem.js';

/** A route with where it stands in the tree. */
interface Placed {
  readonly route: Route;
  readonly path: readonly number[];
  /** Its own matchers and those of its ancestors. */
  readonly matchers: readonly Matcher[];
  readonly earlier: readonly Route[];
}

/** What the checks of an Alertmanager configuration are given. */
export interface Routing {
  readonly file: string;
  readonly config: AlertmanagerConfig;
  readonly places: RoutingPlaces;
  /** The alerts of all rules, with what is known about their labels. */
  readonly alerts: readonly KnownAlert[];
}

/** Routes that no alert can take, receivers that none does, and alerts whose receiver notifies nobody. */
export const checkRoutes = (routing: Routing): readonly LintProblem[] => [
  ...unreachable(routing),
  ...unusedReceivers(routing),
  ...notifyNobody(routing),
];

function allRoutes({ config }: Routing): readonly Placed[] {
  const visit = (
    route: Route,
    path: readonly number[],
    above: readonly Matcher[],
    earlier: readonly Route[],
  ): readonly Placed[] => {
    const matchers = [...above, ...route.matchers];
    return [
      { route, path, matchers, earlier },
      ...route.routes.flatMap((child, i) => visit(child, [...path, i], matchers, route.routes.slice(0, i))),
    ];
  };
  return visit(config.route, [], [], []);
}

function unreachable(routing: Routing): readonly LintProblem[] {
  const { file, places } = routing;
  return allRoutes(routing).flatMap(({ route, path, matchers, earlier }) => {
    const at = { file, ...places.route(path) };
    if (contradicts(matchers))
      return [
        problemAt(at, 'error', {
          code: 'unreachable-route',
          message: 'no alert can match this route: its matchers, with those above it, contradict each other',
        }),
      ];
    const index = earlier.findIndex((sibling) => !sibling.continue && covers(sibling.matchers, matchers));
    if (index < 0) return [];
    const { line } = places.route([...path.slice(0, -1), index]);
    const message = `no alert reaches this route (receiver ${route.receiver}): the route in line ${line} takes all of them, without \`continue: true\``;
    return [problemAt(at, 'error', { code: 'unreachable-route', message })];
  });
}

/** Whether everything that `narrow` accepts is accepted by `wide` too, as far as that can be seen. */
const covers = (wide: readonly Matcher[], narrow: readonly Matcher[]): boolean =>
  wide.every((matcher) =>
    narrow.some(
      (other) =>
        other.name === matcher.name &&
        ((other.op === matcher.op && other.value === matcher.value) ||
          (other.op === '=' && acceptsAll([matcher], { [other.name]: other.value }))),
    ),
  );

const contradicts = (matchers: readonly Matcher[]): boolean =>
  matchers.some(
    ({ name, op, value }) =>
      op === '=' && matchers.some((other) => other.name === name && !acceptsAll([other], { [name]: value })),
  );

function unusedReceivers(routing: Routing): readonly LintProblem[] {
  const { config, file, places } = routing;
  const used = new Set(allRoutes(routing).map(({ route }) => route.receiver));
  return [...config.receivers.keys()]
    .filter((name) => name !== '' && !used.has(name))
    .map((name) =>
      problemAt({ file, ...places.receiver(name) }, 'warning', {
        code: 'unused-receiver',
        message: `no route leads to the receiver ${name}`,
      }),
    );
}

function notifyNobody(routing: Routing): readonly LintProblem[] {
  const { config, file, places, alerts } = routing;
  const placed = allRoutes(routing);
  const ends = alerts.flatMap(({ rule, labels }) => {
    const routes = possibleRoutes(config.route, labels);
    const isSilent = routes.length > 0 && routes.every(({ receiver }) => places.silent.has(receiver));
    return isSilent && routes[0] ? [{ name: rule.name, route: routes[0] }] : [];
  });
  return placed.flatMap(({ route, path }) => {
    const names = [...new Set(ends.filter((end) => end.route === route).map(({ name }) => name))];
    if (names.length === 0) return [];
    const message = `${listText(names)} ${names.length === 1 ? 'ends' : 'end'} at the receiver ${route.receiver}, which notifies nobody`;
    return [problemAt({ file, ...places.route(path) }, 'warning', { code: 'no-receiver', message })];
  });
}

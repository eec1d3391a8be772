/** Imports that are forbidden in a part of the tree. */
export interface Wall {
  readonly name: string;
  /** Patterns of specifiers, as an import spells them; one that begins with `!` allows again what those before it forbid. */
  readonly forbids: readonly string[];
  /** The folders where it holds; everywhere by default. */
  readonly within?: readonly string[];
  /** The folders and files within these that may import it. */
  readonly except?: readonly string[];
  /** What the linter says of such an import. */
  readonly message: string;
}

const packages = (...names: readonly string[]) => names.flatMap((name) => [name, `${name}/**`]);

/**
 * A room that imports only itself and what is open to it, spelled as its files spell it. These are two walls, because a specifier is
 * relative: one for the files of the room, one for those of its sub-folders.
 */
const closed = (room: string, message: string, open: readonly string[] = []): readonly Wall[] => [
  {
    name: room,
    forbids: ['../**', ...open.map((specifier) => `!${specifier}`)],
    within: [`${room}/**`],
    except: [`${room}/*/**`],
    message,
  },
  {
    name: `${room}, sub-folders`,
    forbids: ['../../**', ...open.map((specifier) => `!../${specifier}`)],
    within: [`${room}/*/**`],
    message,
  },
];

/** Rooms without any I/O: functions from data to data. */
const PURE = [
  'core/**',
  'stack/alerting/**',
  'scenarios/conditions/**',
  'scenarios/judge/**',
  'scenarios/series/**',
  'scenarios/story/**',
  'reports/charts/**',
  'reports/document/**',
  'reports/sections/**',
  'reports/view/**',
  'reports/writers/**',
];

/**
 * Every wall, held by the linter. The TypeScript project references see to it that the top-level rooms import in one direction only
 * (core ← stack ← scenarios ← reports ← cli). Tests, scripts and configuration files may import what they like.
 */
export const WALLS: readonly Wall[] = [
  {
    name: 'docker client',
    forbids: packages('dockerode', 'tar-stream'),
    except: ['stack/engine/docker/**'],
    message: 'Only stack/engine/docker talks to Docker.',
  },
  {
    name: 'http client',
    forbids: packages('axios'),
    except: ['scenarios/observe/**', 'stack/deploy/readiness/**'],
    message: 'Only scenarios/observe and stack/deploy/readiness are HTTP clients.',
  },
  {
    name: 'command line',
    forbids: packages('commander'),
    except: ['cli/**'],
    message: 'Only cli knows the command line.',
  },
  {
    name: 'terminal',
    forbids: packages('ink', 'react', 'chalk'),
    except: ['cli/render/**'],
    message: 'Only cli/render draws.',
  },
  {
    name: 'services',
    forbids: packages('autocannon', 'express', 'mailparser', 'memcached', 'mysql2', 'prom-client', 'smtp-server', 'undici'),
    except: ['stack/services/**', 'scenarios/agents/**'],
    message: 'Only programs that run in containers serve, and use what the shop is made of.',
  },
  {
    name: 'programs of the host',
    forbids: packages('execa', 'node:child_process'),
    except: ['stack/images/**', 'scenarios/agents/**', 'cli/commands/open.ts'],
    message: 'Only stack/images runs programs of the host, agents those of their containers, and `supops open` the browser.',
  },
  {
    name: 'yaml',
    forbids: packages('yaml'),
    except: ['stack/alerting/**', 'scenarios/language/**'],
    message: 'Only stack/alerting and scenarios/language read YAML.',
  },
  {
    name: 'promql',
    forbids: ['@lezer/*', '@prometheus-io/*'],
    except: ['stack/alerting/**'],
    message: 'Only stack/alerting reads PromQL.',
  },
  {
    name: 'document trees',
    forbids: ['mdast', 'mdast-*', 'micromark', 'micromark-*'],
    except: ['reports/**'],
    message: 'Only reports build documents.',
  },
  {
    name: 'schemas',
    forbids: packages('zod'),
    within: ['core/**'],
    message: 'core validates nothing: what comes from outside is validated where it comes in.',
  },
  {
    name: 'bundler',
    forbids: packages('esbuild'),
    message: 'Only scripts bundle.',
  },
  {
    name: 'network',
    forbids: packages('node:dns', 'node:dgram', 'node:http', 'node:http2', 'node:https', 'node:net', 'node:tls'),
    except: [
      'cli/options.ts', // isIP
      'scenarios/agents/**',
      'scenarios/observe/**',
      'stack/deploy/readiness/**',
      'stack/engine/docker/**',
      'stack/services/**',
      'stack/settle/**', // finds free ports
    ],
    message: 'Only the clients, the programs of the stack and the search for free ports open connections.',
  },
  {
    name: 'process',
    forbids: ['node:process'],
    message: 'The context owns the process: take what you need from cli/context.ts.',
  },
  {
    name: 'pure: outside',
    forbids: ['node:*', 'node:*/**', '!node:crypto', '!node:path', '!node:path/posix', '!node:url', '!node:util'],
    within: PURE,
    message: 'This room is pure: no files, no network, no clock of its own.',
  },
  {
    name: 'pure: engine',
    forbids: ['**/stack/engine/**', '../engine/**'],
    within: PURE,
    message: 'This room is pure: it works on what was recorded, not on an engine.',
  },
  ...closed('core', 'core is the ground floor: it imports nothing of ours.'),
  ...closed('stack/alerting', 'stack/alerting is pure: it imports only core and itself.', ['../../core/**']),
  {
    name: 'producers',
    forbids: [
      ...['deploy', 'images', 'monitoring', 'reference', 'settle'].map((room) => `**/stack/${room}/**`),
      '**/stack/supervised/reference*',
    ],
    within: ['scenarios/**'],
    message: 'scenarios is handed a Supervised: it knows nothing of the stack that produced it.',
  },
  {
    name: 'docker engine',
    forbids: ['./docker/**', '../**/docker/**'],
    except: [
      'stack/engine/docker/**',
      'stack/engine/connect*.ts',
      'scenarios/agents/guardian/main.ts',
      'stack/services/exporter/serve.ts',
    ],
    message: 'Only the connection and programs with the engine’s socket choose an engine: take the Engine that you are given.',
  },
];

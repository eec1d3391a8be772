/** For each wall some imports that break it: the folder of the file, and its text. */
export const WRONG: Readonly<Record<string, readonly (readonly [folder: string, text: string])[]>> = {
  'docker client': [
    ['cli', "import Docker from 'dockerode';"],
    ['stack/services/exporter', "import Docker from 'dockerode';"],
    ['scenarios/observe', "import type Docker from 'dockerode';"],
    ['stack/images', "export { pack } from 'tar-stream';"],
  ],
  'http client': [
    ['cli/commands', "import axios from 'axios';"],
    ['stack/deploy', "import axios from 'axios';"],
    ['stack/engine/docker', "import axios from 'axios';"],
  ],
  'command line': [
    ['scenarios/run', "import { Command } from 'commander';"],
    ['stack/deploy/readiness', "import { Command } from 'commander';"],
  ],
  terminal: [
    ['cli', "import chalk from 'chalk';"],
    ['cli/commands', "const ink = await import('ink');"],
    ['reports/writers', "import chalk from 'chalk';"],
  ],
  services: [
    ['scenarios/observe', "import express from 'express';"],
    ['stack/inspect', "import { createConnection } from 'mysql2/promise';"],
    ['stack/deploy/readiness', "import { Agent } from 'undici';"],
  ],
  'programs of the host': [
    ['stack/engine', "import { spawn } from 'node:child_process';"],
    ['scenarios/safety', "import { execa } from 'execa';"],
    ['stack/services/api', "import { execa } from 'execa';"],
  ],
  yaml: [
    ['stack/settle', "import { parse } from 'yaml';"],
    ['scenarios/record', "import { parse } from 'yaml';"],
  ],
  promql: [['scenarios/language', "import { parser } from '@prometheus-io/lezer-promql';"]],
  'document trees': [['scenarios/faults', "import type { Root } from 'mdast';"]],
  schemas: [['core', "import { z } from 'zod';"]],
  bundler: [['stack/images', "import { build } from 'esbuild';"]],
  network: [
    ['cli', "import { isIP } from 'node:net';"],
    ['stack/supervised', "import { get } from 'node:http';"],
    ['scenarios/safety', "import { connect } from 'node:tls';"],
  ],
  process: [['scenarios/safety', "import { env } from 'node:process';"]],
  'pure: outside': [
    ['core', "import { hostname } from 'node:os';"],
    ['stack/alerting', "import { readFileSync } from 'node:fs';"],
    ['scenarios/judge', "import { readFile } from 'node:fs/promises';"],
    ['scenarios/story', "import { setTimeout } from 'node:timers/promises';"],
    ['reports/sections', "import { readFileSync } from 'node:fs';"],
    ['reports/writers', "import { writeFile } from 'node:fs/promises';"],
  ],
  'pure: engine': [
    ['scenarios/judge', "import type { Engine } from '../../stack/engine/engine.js';"],
    ['scenarios/story', "import { connect } from '../../stack/engine/connect.js';"],
    ['reports/sections', "import type { Engine } from '../../stack/engine/engine.js';"],
    ['reports/writers', "import type { Engine } from '../../stack/engine/engine.js';"],
  ],
  core: [['core', "import { connect } from '../stack/engine/connect.js';"]],
  'core, sub-folders': [['core/time', "import { connect } from '../../stack/engine/connect.js';"]],
  'stack/alerting': [
    ['stack/alerting', "import type { Stack } from '../model/stack.js';"],
    ['stack/alerting', "import { packageRoot } from '../package-root.js';"],
  ],
  'stack/alerting, sub-folders': [['stack/alerting/audit', "import type { Stack } from '../../model/stack.js';"]],
  producers: [
    ['scenarios/language', "import { REFERENCE_SERVICES } from '../../stack/reference/reference.js';"],
    ['scenarios/observe', "import type { TextFiles } from '../../stack/settle/settled.js';"],
    ['scenarios/agents/guardian', "import { readProgram } from '../../../stack/images/programs.js';"],
    ['scenarios/run', "import type { Host } from '../../stack/deploy/host.js';"],
    ['scenarios/run', "import { supervise } from '../../stack/supervised/reference.js';"],
    ['scenarios/catalogue', "import rules from '../../stack/monitoring/rules.js';"],
  ],
  'docker engine': [
    ['stack/deploy', "import { dockerEngine } from '../engine/docker/docker-engine.js';"],
    ['stack/engine', "import { dockerEngine } from './docker/docker-engine.js';"],
    ['stack/engine/capabilities', "import { dockerEngine } from '../docker/docker-engine.js';"],
    ['scenarios/faults', "import { dockerEngine } from '../../stack/engine/docker/docker-engine.js';"],
    ['cli', "const { dockerEngine } = await import('../stack/engine/docker/docker-engine.js');"],
  ],
};

/** Files that break another rule of the linter: the rule, and the text of each file. */
export const WRONG_FILES: readonly (readonly [rule: string, files: Readonly<Record<string, string>>])[] = [
  ['lint/style/noProcessEnv', { 'stack/state/environment.ts': 'export const home = process.env.HOME;\n' }],
  ['lint/suspicious/noConsole', { 'cli/commands/loud.ts': "console.log('done');\n" }],
  ['plugin', { 'scenarios/run/end.ts': 'process.exit(1);\n' }],
  ['plugin', { 'stack/deploy/code.ts': 'process.exitCode = 1;\n' }],
  ['lint/style/useNodejsImportProtocol', { 'stack/alerting/files.ts': "import 'fs';\n" }],
  ['lint/style/noExcessiveLinesPerFile', { 'reports/files/long.ts': 'export {};\n'.repeat(401) }],
  [
    'lint/suspicious/noImportCycles',
    {
      'scenarios/faults/one.ts': "import type { Two } from './two.js';\nexport type One = Two;\n",
      'scenarios/faults/two.ts': "export type { Three as Two } from '../run/three.js';\n",
      'scenarios/run/three.ts': "export const one = await import('../faults/one.js');\nexport type Three = number;\n",
    },
  ],
];

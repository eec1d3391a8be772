import { Command, CommanderError, Option } from 'commander';
import { DEFAULT_STACK } from '../core/command-line.js';
import { EXIT, type ExitCode } from '../core/errors.js';
import { packageVersion } from '../stack/package-root.js';
import type { Context } from './context.js';
import type {
  DoctorFlags,
  DownFlags,
  IncidentFlags,
  LintFlags,
  LogsFlags,
  NewFlags,
  OpenFlags,
  ReportFlags,
  ShowFlags,
  UpFlags,
} from './flags.js';
import { EXAMPLES, EXIT_CODES } from './help.js';
import { addresses, duration, existing, lineCount, registryPrefix, repetitions, speed, stackName } from './options.js';
import { renderError } from './render/errors.js';
import { colorFor, type Settings } from './settings.js';
import { isHelpOrVersion, usageError } from './usage.js';

/** Runs the command that the arguments name. Never rejects: errors are rendered, and the result is the exit code. */
export async function runProgram(context: Context): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = createProgram(context, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(context.args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError && isHelpOrVersion(error)) return EXIT.ok;
    // Help was printed because there was nothing to do.
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
    return renderError(context, error);
  }
}

/**
 * The command line as data. Every action imports its command when it is called, so that `--help` loads none of them.
 * @param done receives the exit code of the command that ran.
 */
export function createProgram(context: Context, done: (code: ExitCode) => void): Command {
  const program = new Command('supops')
    .description('Proves that alerts work: deploys a supervised application, breaks it, and judges what the alerting did.')
    .option('--stack <name>', 'name of the stack (SUPOPS_STACK; default "supops")', stackName)
    .addOption(new Option('--output <format>', 'format of the result').choices(['text', 'json']).default('text'))
    .option('--quiet', 'no progress')
    .option('--verbose', 'progress of each part, if stderr is not a terminal')
    .option('--no-color', 'no colour (NO_COLOR and FORCE_COLOR are obeyed)')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .addHelpText('after', `\n${EXAMPLES.supops}\n${EXIT_CODES}`)
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  const bind = <Options>(run: Run<Options>) => action(context, program, done, run);
  addStackCommands(program, context, bind);
  addRunCommands(program, context, bind);
  addLintCommand(program, context, bind);
  addDoctorCommand(program, context, bind);
  program
    .command('completion')
    .description('print a completion script for a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', `\n${EXAMPLES.completion}`)
    .action(
      bind(async (_settings, _options, [shell]) =>
        (await import('./commands/completion.js')).completionCommand(context, program, shell ?? ''),
      ),
    );
  explainUsageErrors(program);
  return program;
}

type Run<Options> = (settings: Settings, options: Options, words: readonly string[]) => Promise<ExitCode>;
type Bind = <Options>(run: Run<Options>) => (...parameters: unknown[]) => Promise<void>;

function addStackCommands(program: Command, context: Context, bind: Bind): void {
  program
    .command('up')
    .description('deploy the reference stack, or update it')
    .addOption(
      new Option('--images <source>', 'where images come from').choices(['auto', 'registry', 'debian']).default('auto'),
    )
    .option('--registry <prefix>', 'mirror to pull images from: host[:port][/path]', registryPrefix)
    .option('--speed <n>', 'time compression of the alerting, 1 to 600 (default 60)', speed)
    .option('--rules <dir>', 'alert rules to deploy instead of the shipped ones', existing(context.cwd, 'directory'))
    .option(
      '--alertmanager <file>',
      'Alertmanager configuration to deploy instead of the shipped one',
      existing(context.cwd, 'file'),
    )
    .option('--dns <address...>', 'DNS servers of every container instead of the engine’s', addresses)
    .option('--dry-run', 'print the plan and change nothing')
    .addHelpText('after', `\n${EXAMPLES.up}`)
    .action(bind<UpFlags>(async (s, o) => (await import('./commands/up.js')).upCommand(context, s, o)));
  program
    .command('status')
    .description('show services, health, URLs and firing alerts')
    .addHelpText('after', `\n${EXAMPLES.status}`)
    .action(bind(async (s) => (await import('./commands/status.js')).statusCommand(context, s)));
  program
    .command('open')
    .description('show a page of the stack in the browser, or print the URLs of all')
    .argument('[page]', 'shop, prometheus, alertmanager or inbox (default: list them)')
    .option('--print', 'print the URL only')
    .addHelpText('after', `\n${EXAMPLES.open}`)
    .action(
      bind<OpenFlags>(async (s, o, [page]) => (await import('./commands/open.js')).openCommand(context, s, { ...o, page })),
    );
  program
    .command('down')
    .description('remove everything of the stack: containers, volumes, networks')
    .option('--force', 'even while an incident is running on it, or a guardian from another machine locks it')
    .addHelpText('after', `\n${EXAMPLES.down}`)
    .action(bind<DownFlags>(async (s, o) => (await import('./commands/down.js')).downCommand(context, s, o)));
  program
    .command('logs')
    .description('show the logs of the services, merged in time order')
    .argument('[service...]', 'services, or instances such as api-1, to show (default: all)')
    .option('-f, --follow', 'keep printing until Ctrl-C')
    .option('--tail <n>', 'only the last n lines of each instance', lineCount)
    .option('--since <duration>', 'only lines of the last 10m, 1h30m …', duration)
    .addHelpText('after', `\n${EXAMPLES.logs}`)
    .action(bind<LogsFlags>(async (s, o, words) => (await import('./commands/logs.js')).logsCommand(context, s, o, words)));
}

function addRunCommands(program: Command, context: Context, bind: Bind): void {
  const runs = () => new Option('--runs <dir>', 'folder of the runs').default('.supops/runs');
  const incident = program
    .command('incident')
    .description('break the stack as a scenario says, and judge whether the alerting worked')
    .argument('[scenario...]', 'names in the catalogue, or paths of scenario files; several are run one after the other')
    .option('--all', 'run every scenario of the catalogue')
    .option('--repeat <n>', 'run each of them n times, and show how the times are distributed', repetitions)
    .option('--dry-run', 'check the scenario, print what would be done, and inject nothing')
    .option('--check-links', 'open runbook links that lead elsewhere, instead of only looking at their form')
    .addOption(runs())
    .addHelpText('after', `\n${EXAMPLES.incident}`)
    .action(
      bind<IncidentFlags>(async (s, o, scenarios) =>
        (await import('./commands/incident.js')).incidentCommand(context, s, { ...o, scenarios }),
      ),
    );
  incident
    .command('list')
    .description('list the catalogue of scenarios')
    .action(bind(async (s) => (await import('./commands/incident-list.js')).incidentListCommand(context, s)));
  incident
    .command('new')
    .description('write a commented scenario file to begin with, from the alert rules')
    .option('--alert <name>', 'the alert that it is about (default: one file for each)')
    .option(
      '--from <place>',
      'URL of a Prometheus, or folder of rule files (default: the rules of the stack, else the shipped ones)',
    )
    .option('-o, --out <path>', 'file, or folder, to write to')
    .action(bind<NewFlags>(async (s, o) => (await import('./commands/incident-new.js')).incidentNewCommand(context, s, o)));
  incident
    .command('show')
    .description('explain what a scenario does, how long it takes, and what it judges')
    .argument('<scenario>', 'name in the catalogue, or path of a scenario file')
    .option('--source', 'print the file instead')
    .action(
      bind<ShowFlags>(async (s, o, [name]) =>
        (await import('./commands/incident-show.js')).incidentShowCommand(context, s, { ...o, name: name ?? '' }),
      ),
    );
  program
    .command('report')
    .description('regenerate the report of a run from its journal')
    .argument('[run]', 'id of the run, or its beginning (default: the newest)')
    .option('--list', 'list the runs, newest first')
    .option('--print', 'print the Markdown even on a terminal')
    .addOption(runs())
    .addHelpText('after', `\n${EXAMPLES.report}`)
    .action(
      bind<ReportFlags>(async (s, o, [run]) =>
        (await import('./commands/report.js')).reportCommand(context, s, { ...o, ...(run === undefined ? {} : { run }) }),
      ),
    );
}

function addLintCommand(program: Command, context: Context, bind: Bind): void {
  program
    .command('lint')
    .description('check scenarios, alert rules and Alertmanager configurations, without running anything')
    .argument('[path...]', 'files, or folders of them (default: the catalogue and the shipped rules and routes)')
    .option('--rules <dir>', 'rules that the others are checked against', existing(context.cwd, 'directory'))
    .option(
      '--alertmanager <file>',
      'Alertmanager configuration that the others are checked against',
      existing(context.cwd, 'file'),
    )
    .addHelpText('after', `\n${EXAMPLES.lint}`)
    .action(
      bind<LintFlags>(async (s, o, paths) => (await import('./commands/lint.js')).lintCommand(context, s, { ...o, paths })),
    );
}

function addDoctorCommand(program: Command, context: Context, bind: Bind): void {
  program
    .command('doctor')
    .description('check what supops depends on here: engine, images, ports, disk, fault kinds, leftovers')
    .option('--fix', 'undo and remove what earlier runs and stacks left behind')
    .addHelpText('after', `\n${EXAMPLES.doctor}`)
    .action(bind<DoctorFlags>(async (s, o) => (await import('./commands/doctor.js')).doctorCommand(context, s, o)));
}

/** Commander's action for one of our commands: settings are built once, the exit code is passed on. */
function action<Options>(context: Context, program: Command, done: (code: ExitCode) => void, run: Run<Options>) {
  return async (...parameters: unknown[]): Promise<void> => {
    // Commander passes the arguments, then the options, then the command.
    const words = parameters
      .slice(0, -2)
      .flat()
      .filter((word): word is string => typeof word === 'string');
    done(await run(settingsOf(context, program), parameters.at(-2) as Options, words));
  };
}

function settingsOf(context: Context, program: Command): Settings {
  const options = program.opts<{ stack?: string; output: 'text' | 'json'; quiet?: boolean; verbose?: boolean }>();
  return {
    stack: options.stack ?? stackOfEnvironment(context, program),
    isStackNamed: options.stack !== undefined || Boolean(context.env.SUPOPS_STACK),
    output: options.output,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    color: { stdout: colorFor(context, context.stdout), stderr: colorFor(context, context.stderr) },
  };
}

function stackOfEnvironment({ env }: Context, program: Command): string {
  const value = env.SUPOPS_STACK;
  if (value === undefined || value === '') return DEFAULT_STACK;
  try {
    return stackName(value);
  } catch (error) {
    if (error instanceof CommanderError)
      program.error(`SUPOPS_STACK '${value}' is invalid. ${error.message}`, { code: error.code });
    throw error;
  }
}

function explainUsageErrors(command: Command): void {
  command.showSuggestionAfterError(false);
  command.exitOverride((error) => {
    throw isHelpOrVersion(error) || error.code === 'commander.help' ? error : usageError(error, command);
  });
  for (const sub of command.commands) explainUsageErrors(sub);
}

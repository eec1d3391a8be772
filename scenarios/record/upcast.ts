import { z } from 'zod';

/** One line of a journal, before anything is known about it. */
type RawLine = Readonly<Record<string, unknown>>;

/** The schemas of journals that can be read. */
export const KNOWN_SCHEMAS: readonly number[] = [1, 2];

const START = z.looseObject({ type: z.literal('run-started'), schema: z.number() });

/** The schema of a journal's text; `undefined` if its first line is not the start of a run. */
export function schemaOf(text: string): number | undefined {
  try {
    return START.safeParse(JSON.parse(text.slice(0, Math.max(0, text.indexOf('\n'))))).data?.schema;
  } catch {
    return undefined;
  }
}

// Schema 1, as far as it differs: one fault, numbered 0 and spelled in Docker's words; three sources of monitoring; no receivers.

const OLD_FAULT = z.looseObject({ kind: z.string(), service: z.string(), hold: z.boolean() });
const OLD_RECORD = z.looseObject({
  kind: z.string(),
  target: z.looseObject({ stack: z.string(), service: z.string(), id: z.string(), startedAt: z.number() }),
  args: z.looseObject({}),
});
type OldRecord = z.infer<typeof OLD_RECORD>;

const OLD = {
  'run-started': z.looseObject({ scenario: z.looseObject({ faults: z.array(OLD_FAULT), remediation: z.string().optional() }) }),
  undo: z.looseObject({ records: z.array(OLD_RECORD) }),
  proof: z.looseObject({}),
  remediation: z.looseObject({}),
  engine: z.looseObject({ action: z.string(), service: z.string() }),
  receipt: z.looseObject({}),
  monitoring: z.looseObject({ prometheus: z.string(), alertmanager: z.string(), inbox: z.string() }),
};

/** Schema 1 had one fault per run; these lines refer to it by its number. */
const faultId = ({ kind, service }: z.infer<typeof OLD_FAULT>): string => `${kind}-${service}`;

/**
 * Builds an upcaster for the lines of a journal of schema 1: what it returns is a line of schema 2, still to be validated. A line that does not
 * look like schema 1 is returned unchanged.
 */
export function upcastFrom1(first: unknown): (line: unknown) => unknown {
  const started = OLD['run-started'].safeParse(first);
  const [fault] = started.success ? started.data.scenario.faults : [];
  const id = fault === undefined ? '' : faultId(fault);
  const upcasts: Readonly<Record<string, (line: RawLine) => unknown>> = {
    'run-started': (line) => read(OLD['run-started'], line, upcastStart),
    undo: (line) => read(OLD.undo, line, (old) => upcastUndo(old, id)),
    proof: (line) => ({ ...line, fault: id }),
    remediation: (line) => ({ ...line, fault: id }),
    engine: (line) => read(OLD.engine, line, upcastEngine),
    receipt: (line) => ({ ...line, receiver: '' }),
    monitoring: (line) => read(OLD.monitoring, line, upcastMonitoring),
  };
  return (line) => {
    const raw = z.looseObject({ type: z.string() }).safeParse(line);
    const upcast = raw.success ? upcasts[raw.data.type] : undefined;
    return raw.success && upcast ? upcast(raw.data) : line;
  };
}

function read<T>(shape: z.ZodType<T>, line: RawLine, upcast: (old: T) => unknown): unknown {
  const old = shape.safeParse(line);
  return old.success ? upcast(old.data) : line;
}

function upcastStart({ scenario, ...line }: z.infer<(typeof OLD)['run-started']>) {
  const { faults, remediation, ...rest } = scenario;
  return {
    ...line,
    schema: 2,
    parts: { receipts: 'inbox', load: 'visitors', helpers: true },
    scenario: {
      ...rest,
      faults: faults.map((old) => ({
        id: faultId(old),
        kind: old.kind,
        target: { service: old.service, instances: 'all' },
        atMs: 0,
        params: { hold: old.hold },
      })),
      ...(remediation === undefined ? {} : { runbook: remediation }),
    },
  };
}

function upcastUndo({ records, type: _, ...line }: z.infer<(typeof OLD)['undo']>, fault: string) {
  const upcast = records.map(upcastRecord);
  const targets = new Map(upcast.map(({ target }) => [target.id, target]));
  return { ...line, type: 'fault', fault, targets: [...targets.values()], records: upcast };
}

/** An undo record of schema 1 as one of schema 2. */
export function upcastRecord({ kind, target, args }: OldRecord) {
  const { stack, service, id, startedAt } = target;
  return {
    kind: kind === 'set-restart-policy' ? 'restart-policy' : kind,
    target: { selector: { 'dev.supops.stack': stack }, service, instance: service, id, startedAt },
    args,
  };
}

/** The shape of an undo record of schema 1. */
export const oldRecord = OLD_RECORD;

const KINDS: Readonly<Record<string, string>> = {
  create: 'created',
  start: 'started',
  kill: 'signalled',
  die: 'ended',
  remove: 'removed',
};

const upcastEngine = ({ action, ...line }: z.infer<(typeof OLD)['engine']>) => ({
  ...line,
  kind: KINDS[action] ?? 'changed',
  word: action,
  instance: line.service,
});

function upcastMonitoring({ prometheus, alertmanager, inbox, ...line }: z.infer<(typeof OLD)['monitoring']>) {
  const sources = { prometheus, alertmanager, receipts: inbox };
  const states = Object.entries(sources).map(([name, state]) => [name, state === 'ok' ? 'ok' : 'does not answer']);
  return { missingRules: [], ...line, sources: Object.fromEntries(states) };
}

import type { Engine, Instance, LogLine } from '../engine/engine.js';

/** An instance that runs, but for `more`. */
export const fakeInstance = (more: Partial<Instance> = {}): Instance => ({
  id: 'id-db',
  name: 'shop-db',
  service: 'db',
  image: 'image',
  labels: {},
  state: 'running',
  startedAt: 100_000,
  exitCode: 0,
  restartCount: 0,
  restartPolicy: 'no',
  outOfMemory: false,
  published: {},
  ...more,
});

/** What a fake engine is told to answer. Whatever is absent fails the test that asks for it. */
export interface FakeEngineParts extends Partial<Omit<Engine, 'logs'>> {
  readonly lines?: readonly LogLine[];
}

/** An engine of the given parts that notes each change it is asked for as `verb name`. */
export function fakeEngine(parts: FakeEngineParts = {}): { readonly engine: Engine; readonly calls: string[] } {
  const calls: string[] = [];
  const note = async (call: string) => {
    calls.push(call);
  };
  const { lines = [], ...own } = parts;
  const engine: Partial<Engine> = {
    create: async ({ name }) => {
      calls.push(`create ${name}`);
      return `new-${name}`;
    },
    start: (id) => note(`start ${id}`),
    stop: (id, graceMs) => note(`stop ${id} within ${graceMs}`),
    remove: (id) => note(`remove ${id}`),
    putFiles: (id, entries) => note(`put ${entries.length} into ${id}`),
    createNetwork: (name) => note(`create network ${name}`),
    removeNetwork: (name) => note(`remove network ${name}`),
    createVolume: (name) => note(`create volume ${name}`),
    removeVolume: (name) => note(`remove volume ${name}`),
    inspect: async (id) => fakeInstance({ id }),
    async *logs(_id, { since = 0, tail = Number.POSITIVE_INFINITY }) {
      yield* lines.filter(({ time }) => time >= since).slice(-Math.min(tail, lines.length));
    },
    ...own,
  };
  return { engine: engine as Engine, calls };
}

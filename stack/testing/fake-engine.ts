import type { Capabilities, Core, Engine, Instance, LogLine } from '../engine/engine.js';
import { formatRestartPolicy } from '../model/restart-policy.js';

/** An instance that runs, but for `more`. */
export const fakeInstance = (more: Partial<Instance> = {}): Instance => ({
  id: 'id-db',
  name: 'shop-db',
  service: 'db',
  instance: more.service ?? 'db',
  image: 'image',
  labels: {},
  state: 'running',
  startedAt: 100_000,
  exitCode: 0,
  restartCount: 0,
  restartPolicy: { name: 'no' },
  outOfMemory: false,
  ports: [],
  network: 'own',
  published: {},
  ...more,
});

/** What a fake engine answers. Whatever is absent fails the test that asks for it. */
export interface FakeEngineParts extends Partial<Omit<Core, 'logs'>> {
  readonly lines?: readonly LogLine[];
  readonly capabilities?: { readonly [Name in keyof Capabilities]?: Partial<Capabilities[Name]> };
}

/** An engine of the given parts that notes each change it is asked for as `verb name`. It can kill, pause and change restart policies. */
export function fakeEngine(parts: FakeEngineParts = {}): { readonly engine: Engine; readonly calls: string[] } {
  const calls: string[] = [];
  const note = async (call: string) => {
    calls.push(call);
  };
  const { lines = [], capabilities, ...own } = parts;
  const engine: Partial<Engine> = {
    kind: 'docker',
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
    kill: { kill: (id) => note(`kill ${id}`) },
    pause: { pause: (id) => note(`pause ${id}`), unpause: (id) => note(`unpause ${id}`) },
    restartPolicy: { set: (id, policy) => note(`set restart policy of ${id} to ${formatRestartPolicy(policy)}`) },
    ...own,
  };
  return { engine: { ...engine, ...capabilities } as Engine, calls };
}

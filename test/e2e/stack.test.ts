import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../core/time.js';
import { down } from '../../stack/deploy/down.js';
import { formatPlan } from '../../stack/deploy/plan.js';
import { type UpOptions, up } from '../../stack/deploy/up.js';
import { type Engine, type Instance, need } from '../../stack/engine/engine.js';
import { type InstanceLine, instancesNamed, mergedLogs } from '../../stack/inspect/logs.js';
import { status } from '../../stack/inspect/status.js';
import { stackSelector } from '../../stack/model/labels.js';
import type { Stack } from '../../stack/model/stack.js';
import { readPackageFile } from '../../stack/package-root.js';
import { REFERENCE_INSTANCES } from '../../stack/reference/reference.js';
import { superviseReference } from '../../stack/supervised/reference.js';
import { connectTestEngine, eventually, removeAll, testImage, testSpec } from '../helpers/engine.js';
import { makeTestHost, onlyServices, type TestHost, upOptions, withService } from '../helpers/stack.js';

const STACK = `stack-test-${process.pid}`;
const SECOND = `${STACK}-b`;
const NOTHING = { instances: [], helpers: [], volumes: [], networks: [] };

let engine: Engine;
let host: TestHost;

beforeAll(async () => {
  engine = await connectTestEngine();
  host = makeTestHost(engine);
});

afterAll(async () => {
  await removeAll(engine, STACK);
  await removeAll(engine, SECOND);
  host.dispose();
  engine.close();
});

const run = (changes: Partial<UpOptions> = {}) => up(host, upOptions(STACK, changes));
const planText = async (changes: Partial<UpOptions> = {}) => formatPlan((await run(changes)).plan);
const NAMES = REFERENCE_INSTANCES.map(({ name }) => name);
const all = NAMES.join(', ');

async function instance(name: string, stack = STACK): Promise<Instance> {
  const { instances } = await engine.observe(stackSelector(stack));
  return instances.find((candidate) => candidate.instance === name) as Instance;
}

async function inShop(sql: string): Promise<string> {
  const { id } = await instance('db');
  const { exitCode, stdout, stderr } = await engine.exec(id, [
    'mariadb',
    '--defaults-file=/etc/supops/client.cnf',
    'shop',
    '-e',
    sql,
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout;
}

const ids = async () =>
  new Map((await engine.observe(stackSelector(STACK))).instances.map(({ instance, id }) => [instance, id]));

describe('the reference stack', () => {
  test('comes up from nothing, every instance ready, and its monitoring sees only the Watchdog', async () => {
    const { urls } = await run();
    expect(Object.keys(urls)).toEqual(['front', 'visitors', 'inbox', 'alertmanager', 'prometheus']);
    const found = await status(host, STACK);
    expect(found.instances.map(({ name, ready }) => [name, ready])).toEqual(NAMES.map((name) => [name, true]));
    expect(found).toMatchObject({ deployed: true, speed: 60, monitoring: 'ok' });
    const answer = await fetch(`${urls.front}/api/products`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { products: expect.any(Array) }]);
    await eventually(async () => {
      const { alerts } = await status(host, STACK);
      expect(alerts.map(({ alertname, state }) => `${alertname} ${state}`)).toEqual(['Watchdog firing']);
    });
  });

  test('is not touched by a second up', async () => {
    const before = await ids();
    expect(await planText()).toBe(`keep   instance ${all}  # unchanged\n`);
    expect(await ids()).toEqual(before);
  });

  test('is not touched by a dry run, which says what would be done', async () => {
    const before = await ids();
    expect(await planText({ speed: 1, dryRun: true })).toContain(`remove instance ${STACK}-prometheus  # definition changed\n`);
    expect(await ids()).toEqual(before);
  });

  test('keeps its secrets in a file that only its user can read, and shows none to process inspection', async () => {
    const file = path.join(host.stateDir, readdirSync(host.stateDir)[0] as string, STACK, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { secrets } = await superviseReference(host, STACK);
    expect(secrets).toHaveLength(5);
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'], { maxBuffer: 2 ** 24 });
    for (const secret of secrets) expect(stdout).not.toContain(secret);
  });

  test('recovers its secrets from the running instances if the state folder is lost', async () => {
    const before = await superviseReference(host, STACK);
    rmSync(host.stateDir, { recursive: true });
    expect(await planText()).toBe(`keep   instance ${all}  # unchanged\n`);
    expect((await superviseReference(host, STACK)).secrets).toEqual(before.secrets);
  });

  test('publishes at 127.0.0.1 only, and runs without capabilities', async () => {
    for (const { id, service } of (await engine.observe(stackSelector(STACK))).instances) {
      const found = await new Docker().getContainer(id).inspect();
      const bindings = Object.values(found.HostConfig.PortBindings ?? {}).flat() as { HostIp: string }[];
      expect([service, bindings.filter(({ HostIp }) => HostIp !== '127.0.0.1')]).toEqual([service, []]);
      expect(found.HostConfig).toMatchObject({ CapDrop: ['ALL'], ReadonlyRootfs: true, Privileged: false });
      expect(found.HostConfig.SecurityOpt).toContainEqual(expect.stringMatching(/^no-new-privileges/));
      expect(found.HostConfig.Memory).toBeGreaterThan(0);
      expect(found.HostConfig.PidsLimit).toBeGreaterThan(0);
    }
  });

  test('is handed to a run with the configuration in force and the one for production', async () => {
    const supervised = await superviseReference(host, STACK);
    const production = supervised.production.rules.flatMap(({ rules }) => rules).find(({ name }) => name === 'DatabaseDown');
    const inForce = supervised.pipeline.rules.flatMap(({ rules }) => rules).find(({ name }) => name === 'DatabaseDown');
    expect(production).toMatchObject({ forMs: 60_000, line: inForce?.line });
    expect(inForce).toMatchObject({ forMs: 1_000 });
    expect(supervised.pipeline.times).toEqual({ scrapeMs: 1_000, scrapeTimeoutMs: 1_000, evaluationMs: 1_000 });
    expect(supervised.production.times).toMatchObject({ scrapeMs: 15_000, evaluationMs: 15_000 });
    const load = await fetch(new URL('/load', supervised.load?.url), {
      headers: { authorization: `Bearer ${supervised.load?.token}` },
    });
    expect(load.status).toBe(200);
  });

  test('has its logs merged in time order', async () => {
    const { instances } = await engine.observe(stackSelector(STACK));
    const chosen = ['db', 'api', 'prometheus'].flatMap((name) => instancesNamed(instances, name));
    const options = { follow: false, signal: new AbortController().signal };
    const lines: InstanceLine[] = [];
    for await (const line of mergedLogs(engine, chosen, options)) lines.push(line);
    expect(new Set(lines.map(({ instance }) => instance))).toEqual(new Set(['db', 'api-1', 'api-2', 'prometheus']));
    expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort((a, b) => a - b));
  });

  test('has only the changed service replaced, and keeps its data', async () => {
    const before = await ids();
    await inShop('INSERT INTO orders VALUES (4711, 1, 1, 1, NOW())');
    await run({ adapt: withService('db', (service) => ({ ...service, env: { CHANGED: 'yes' } })) });
    const after = await ids();
    expect([...after].filter(([service, id]) => before.get(service) !== id).map(([service]) => service)).toEqual(['db']);
    expect(await inShop('SELECT product_id FROM orders WHERE id = 4711')).toContain('1');
    await run();
  });

  test('gets back a container that was removed, and one that was stopped', async () => {
    await engine.remove((await instance('cache')).id);
    await engine.stop((await instance('api-2')).id, 2_000);
    const plan = await planText();
    expect(plan).toContain(`create instance ${STACK}-cache  # missing`);
    expect(plan).toContain(`start  instance ${STACK}-api-2  # exited with code 0`);
    expect((await status(host, STACK)).instances.filter(({ ready }) => !ready)).toEqual([]);
  });

  test('loses what carries its label but is not part of it', async () => {
    const orphan = await engine.create(testSpec(STACK, 'old', await testImage(need(engine, 'images')), ['/bin/sleep', '60']));
    await engine.start(orphan);
    expect(await planText()).toBe(
      `1 remove instance ${STACK}-old  # not part of the stack\n  keep   instance ${all}  # unchanged\n`,
    );
    await expect(engine.inspect(orphan)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('accepts rules of the user, and returns to its own without them', async () => {
    const rules = mkdtempSync(path.join(tmpdir(), 'supops-rules-'));
    try {
      writeFileSync(path.join(rules, 'mine.yaml'), MY_RULES);
      await run({ rulesDir: rules });
      const supervised = await superviseReference(host, STACK);
      expect(supervised.pipeline.rules.map(({ file }) => file)).toEqual(['rules/mine.yml']);
      expect(supervised.production.rules.flatMap(({ rules: own }) => own.map(({ name }) => name))).toEqual(['Mine']);
      await run();
      expect((await superviseReference(host, STACK)).pipeline.rules.map(({ file }) => file)).toEqual([
        'rules/availability.yml',
        'rules/meta.yml',
        'rules/saturation.yml',
        'rules/symptoms.yml',
      ]);
    } finally {
      rmSync(rules, { recursive: true });
    }
  });

  test('is refused with all problems in the files of the user, and nothing is touched', async () => {
    const before = await ids();
    const rules = mkdtempSync(path.join(tmpdir(), 'supops-rules-'));
    const alertmanager = path.join(rules, 'alertmanager.conf');
    try {
      writeFileSync(path.join(rules, 'a.yml'), MY_RULES.replace('up == 0', 'up == = 0'));
      writeFileSync(path.join(rules, 'b.yml'), MY_RULES.replace('for: 1m', 'for: soon'));
      writeFileSync(alertmanager, `${await readPackageFile('stack/monitoring/alertmanager.yml')}\nsurprise: true\n`);
      const failure = run({ rulesDir: rules, alertmanagerFile: alertmanager });
      await expect(failure).rejects.toMatchObject({ code: 'invalid-monitoring', exitCode: 3 });
      const { details } = (await failure.catch((error) => error)) as { details: string[] };
      for (const file of ['a.yml', 'b.yml', 'alertmanager.conf'])
        expect(details).toContainEqual(expect.stringMatching(new RegExp(`^${path.join(rules, file)}:\\d+:\\d+: `)));
      expect(await ids()).toEqual(before);
    } finally {
      rmSync(rules, { recursive: true });
    }
  });

  test('fails to come up with the last log lines of the instance that failed, at once instead of at its deadline', async () => {
    const start = systemClock.monotonic();
    const broken = withService('inbox', (service) => ({
      ...service,
      command: ['/bin/sh', '-c', 'echo first; echo this went wrong >&2; exit 3'],
      readiness: { ...service.readiness, deadlineMs: 600_000 },
    }));
    const failure = run({ adapt: broken });
    await expect(failure).rejects.toMatchObject({
      code: 'deploy-failed',
      exitCode: 5,
      message: expect.stringContaining('instance inbox did not become ready: '),
      details: expect.arrayContaining(['this went wrong']),
    });
    expect(systemClock.monotonic() - start).toBeLessThan(120_000);
    expect(await planText()).toContain(`start  instance ${STACK}-inbox  # created`);
  });

  test('coexists with another one, which gets other ports', async () => {
    const two = onlyServices('inbox', 'cache');
    const { urls } = await up(host, upOptions(SECOND, { adapt: two }));
    const first = await instance('inbox');
    const second = await instance('inbox', SECOND);
    expect(Object.values(second.published)).not.toEqual(Object.values(first.published));
    expect((await fetch(`${urls.inbox}/healthz`)).status).toBe(200);
    expect((await up(host, upOptions(SECOND, { adapt: two }))).plan.operations).toEqual([]);
    await down(host, SECOND);
    expect(await engine.observe(stackSelector(SECOND))).toMatchObject(NOTHING);
    expect((await status(host, STACK)).instances.filter(({ ready }) => !ready)).toEqual([]);
  });

  test('comes up once when two commands bring it up at the same time: the second waits, and changes nothing', async () => {
    const second = makeTestHost(engine);
    const hosts = [host, { ...second, stateDir: host.stateDir }];
    const options = upOptions(SECOND, { adapt: onlyServices('inbox', 'cache') });
    const results = await Promise.all(hosts.map((one) => up(one, options)));
    expect(results.map(({ plan }) => plan.operations.length === 0).sort()).toEqual([false, true]);
    expect(second.progress.concat(host.progress)).toContainEqual(
      expect.objectContaining({ subject: 'other commands', status: 'done' }),
    );
    await down(host, SECOND);
    second.dispose();
  });

  test('uses another port if its own is taken between the check and the start', async () => {
    const squatter = createServer();
    let wanted = 0;
    const adapt = (stack: Stack): Stack => {
      const few = onlyServices('inbox')(stack);
      const port = few.services[0]?.ports.find(({ host }) => host !== undefined)?.host as number;
      if (wanted === 0) squatter.listen(port, '127.0.0.1');
      wanted ||= port;
      return few;
    };
    try {
      const { urls } = await up(host, upOptions(SECOND, { adapt }));
      expect(urls.inbox).not.toBe(`http://127.0.0.1:${wanted}`);
      expect((await fetch(`${urls.inbox}/healthz`)).status).toBe(200);
      await down(host, SECOND);
    } finally {
      squatter.close();
    }
  });

  test('is neither changed nor removed while an incident is running on it', async () => {
    const guardian = testSpec(STACK, 'guardian', await testImage(need(engine, 'images')), ['/bin/sleep', '60']);
    const id = await engine.create({ ...guardian, labels: { ...guardian.labels, 'dev.supops.role': 'helper' } });
    await engine.start(id);
    await expect(run()).rejects.toMatchObject({ code: 'run-active', exitCode: 4 });
    await expect(down(host, STACK)).rejects.toMatchObject({ code: 'run-active', exitCode: 4 });
    await engine.remove(id);
  });

  test('leaves nothing when it goes down, and going down once more is fine', async () => {
    const { removed } = await down(host, STACK);
    expect([...removed.instances].sort()).toEqual([...NAMES].sort());
    expect(await engine.observe(stackSelector(STACK))).toMatchObject(NOTHING);
    expect(readdirSync(host.stateDir)).toEqual([]);
    expect((await down(host, STACK)).removed).toEqual({ instances: [], helpers: [], volumes: [], networks: [] });
    await expect(superviseReference(host, STACK)).rejects.toMatchObject({ code: 'no-stack', exitCode: 4 });
  });
});

const MY_RULES = `groups:
  - name: mine
    rules:
      - alert: Mine
        expr: up == 0
        for: 1m
        labels: { severity: critical }
`;

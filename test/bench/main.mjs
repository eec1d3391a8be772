// `npm run bench [-- --runs N] [--only network|stack]`: medians of whole commands beside their bounds, what the stack costs while nothing happens, and what
// the faults of the network cost. Needs an engine and the images (`supops up` once). Uses a stack of its own and removes it. Times are wall-clock seconds of
// the whole process. With TOXIPROXY, the path of a toxiproxy-server, the proxy is compared with that.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

const STACK = 'supops-bench';
const SUPOPS = fileURLToPath(new URL('../../bin/supops', import.meta.url));
const RUNS = process.argv.includes('--runs') ? Number(process.argv[process.argv.indexOf('--runs') + 1]) || 5 : 5;
const ONLY = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const IDLE_SECONDS = 60;
const LOAD_SECONDS = 5;
const home = mkdtempSync(join(tmpdir(), 'supops-bench-'));

function timed(command, args, allowed = [0]) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: home,
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (!allowed.includes(status)) throw new Error(`${[command, ...args].join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return { seconds, stdout };
}
const supops = (...args) => timed(process.execPath, [SUPOPS, ...args, '--stack', STACK, '--output', 'json']);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const times = (count, body) => Array.from({ length: count }, (_, i) => body(i));

const rows = [];
function row(name, values, unit, bound) {
  const mid = median(values);
  const number = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
  const spread = values.length > 1 ? `${number(Math.min(...values))} … ${number(Math.max(...values))}` : '';
  rows.push([
    name,
    `${number(mid)} ${unit}`,
    String(values.length),
    spread,
    `${number(bound)} ${unit}`,
    `${((mid / bound) * 100).toFixed(0)} %`,
    mid <= bound ? 'ok' : 'OVER',
  ]);
  process.stderr.write(`${name}: ${number(mid)} ${unit} of ${number(bound)}\n`);
}

async function idle(prometheus) {
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
  const ask = async (query) => {
    const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
    const value = (await answer.json()).data.result[0]?.value[1];
    if (value === undefined) throw new Error(`no answer to ${query}`);
    return Number(value);
  };
  row('stack, idle: memory', [(await ask('sum(container_memory_working_set_bytes)')) / 2 ** 20], 'MiB', 600);
  row(
    'stack, idle: share of one core',
    [100 * (await ask(`sum(rate(container_cpu_usage_seconds_total[${IDLE_SECONDS - 10}s]))`))],
    '%',
    30,
  );
}

/** Ten visitors without a pause between requests, for as long as a measurement needs: a multiple of what the stack's own visitors ask for. */
async function load(front) {
  const { latency, non2xx, errors, requests } = await autocannon({ url: front, connections: 10, duration: LOAD_SECONDS });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of ${requests.total} requests to ${front} failed under load`);
  row(`shop: p97.5 at ${requests.average.toFixed(0)} requests/s`, [latency.p97_5], 'ms', 250);
}

/** What the faults of the network cost, measured by a test project of its own. */
function network() {
  const file = join(home, 'rows.json');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'bench'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, BENCH_ROWS: file },
  });
  if (status !== 0) throw new Error('the network could not be measured: npx vitest run --project bench');
  for (const { name, values, unit, bound } of JSON.parse(readFileSync(file, 'utf8'))) row(name, values, unit, bound);
  if (!process.env.TOXIPROXY)
    process.stderr.write('left out: the comparison with Toxiproxy, as TOXIPROXY names no toxiproxy-server\n');
}

async function stack() {
  const pairs = times(Math.max(RUNS, 9), () => [
    timed(process.execPath, [SUPOPS, '--help']).seconds,
    timed(process.execPath, ['-e', '0']).seconds,
  ]);
  row(
    'supops --help, against node -e 0',
    pairs.map(([help, nothing]) => help / nothing),
    '×',
    2,
  );
  const ups = [];
  const downs = [];
  let urls = {};
  supops('down');
  times(RUNS, (i) => {
    const up = supops('up');
    ups.push(up.seconds);
    urls = JSON.parse(up.stdout).urls;
    if (i < RUNS - 1) downs.push(supops('down').seconds);
  });
  row('up, from nothing to all ready', ups, 's', 15);
  row(
    'up, nothing changed',
    times(RUNS, () => supops('up').seconds),
    's',
    2,
  );
  await idle(urls.prometheus);
  await load(urls.front);
  const runs = times(RUNS, () => {
    const { seconds, stdout } = supops('incident', 'db-down');
    return { seconds, result: JSON.parse(stdout) };
  });
  row(
    'incident db-down',
    runs.map(({ seconds }) => seconds),
    's',
    40,
  );
  row(
    'receipt: inbox to record',
    runs.map(({ result }) => result.receiptLagMs),
    'ms',
    250,
  );
  const detected = runs.flatMap(({ result }) => result.detection.filter(({ notifiedMs }) => notifiedMs !== undefined));
  const ratio = ({ notifiedMs, ceilingMs }) => notifiedMs / ceilingMs;
  row('time to notify, against its ceiling', detected.map(ratio), '×', 1);
  downs.push(supops('down').seconds);
  row('down', downs, 's', 8);
}

try {
  if (ONLY !== 'stack') network();
  if (ONLY !== 'network') await stack();
} finally {
  supops('down');
  rmSync(home, { recursive: true, force: true });
}

const table = [['what', 'median', 'of', 'min … max', 'bound', 'used', ''], ...rows];
const widths = table[0].map((_, i) => Math.max(...table.map((line) => line[i].length)));
console.log(
  table
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n'),
);

import { expect, it } from 'vitest';
import { expose } from './exposition.js';
import { hostCpuFamilies } from './host-cpu-families.js';

const STAT = `cpu  300 0 100 1000 10 0 5 1 0 0
cpu0 200 0 50 400 10 0 5 1 40 0
cpu1 100 0 50
intr 12345 1 2 3
`;

it('tells the seconds of each CPU by what it did, and leaves out the total and what the kernel does not tell', () => {
  expect(expose(hostCpuFamilies(() => STAT))).toBe(`# HELP node_cpu_seconds_total Time of each CPU by what it did.
# TYPE node_cpu_seconds_total counter
node_cpu_seconds_total{cpu="0",mode="user"} 2
node_cpu_seconds_total{cpu="0",mode="nice"} 0
node_cpu_seconds_total{cpu="0",mode="system"} 0.5
node_cpu_seconds_total{cpu="0",mode="idle"} 4
node_cpu_seconds_total{cpu="0",mode="iowait"} 0.1
node_cpu_seconds_total{cpu="0",mode="irq"} 0
node_cpu_seconds_total{cpu="0",mode="softirq"} 0.05
node_cpu_seconds_total{cpu="0",mode="steal"} 0.01
node_cpu_seconds_total{cpu="1",mode="user"} 1
node_cpu_seconds_total{cpu="1",mode="nice"} 0
node_cpu_seconds_total{cpu="1",mode="system"} 0.5
`);
});

it('says nothing where there is nothing to read', () => {
  expect(expose(hostCpuFamilies(() => undefined))).toBe('');
});

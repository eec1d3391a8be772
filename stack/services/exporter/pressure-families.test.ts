import { describe, expect, it } from 'vitest';
import { expose } from './exposition.js';
import { pressureFamilies } from './pressure-families.js';

const FILES = {
  cpu: 'some avg10=21.23 avg60=27.44 avg300=29.47 total=619772905\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  io: 'some avg10=0.15 avg60=0.42 avg300=0.53 total=32440834\nfull avg10=0.00 avg60=0.03 avg300=0.03 total=14894914\n',
  memory: 'some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
};

describe('pressureFamilies', () => {
  it('reports how long something waited, in seconds', () => {
    expect(expose(pressureFamilies((resource) => FILES[resource]))).toBe(
      `# HELP node_pressure_cpu_waiting_seconds_total Time in which something waited for CPU time.
# TYPE node_pressure_cpu_waiting_seconds_total counter
node_pressure_cpu_waiting_seconds_total 619.772905
# HELP node_pressure_io_waiting_seconds_total Time in which something waited for input and output.
# TYPE node_pressure_io_waiting_seconds_total counter
node_pressure_io_waiting_seconds_total 32.440834
# HELP node_pressure_memory_waiting_seconds_total Time in which something waited for memory.
# TYPE node_pressure_memory_waiting_seconds_total counter
node_pressure_memory_waiting_seconds_total 0
`,
    );
  });

  it('has no samples when the kernel has no figures', () => {
    expect(expose(pressureFamilies(() => undefined))).toBe('');
    expect(expose(pressureFamilies(() => 'not supported'))).toBe('');
  });
});

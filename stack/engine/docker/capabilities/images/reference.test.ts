import { expect, test } from 'vitest';
import { splitReference } from './reference.js';

test.each([
  ['nginx', 'nginx', 'latest'],
  ['nginx:1.30.5', 'nginx', '1.30.5'],
  ['localhost:5000/nginx', 'localhost:5000/nginx', 'latest'],
  ['localhost:5000/prom/prometheus:v3', 'localhost:5000/prom/prometheus', 'v3'],
  ['nginx@sha256:ab', 'nginx', 'sha256:ab'],
  ['localhost:5000/nginx:1@sha256:ab', 'localhost:5000/nginx', 'sha256:ab'],
])('%s is %s and %s', (reference, repository, tag) => {
  expect(splitReference(reference)).toEqual({ repository, tag });
});

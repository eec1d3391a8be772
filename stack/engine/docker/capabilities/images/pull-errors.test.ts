import { expect, test } from 'vitest';
import { classifyPull } from './pull-errors.js';

test.each([
  [500, 'Get "https://registry.example.org/v2/": dial tcp: lookup registry.example.org on 10.0.0.1:53: no such host'],
  [500, 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
  [
    500,
    'Get "https://registry.example.org/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded)',
  ],
  [500, 'Get "https://r.example/v2/": x509: certificate signed by unknown authority'],
  [500, 'received unexpected HTTP status: 503 Service Unavailable'],
  [
    404,
    'failed to resolve reference "registry.example.org/library/x:1": dial tcp: lookup registry.example.org: server misbehaving, not found',
  ],
])('HTTP %i "%s" means that the registry is unreachable', (status, reason) => {
  expect(classifyPull(status, reason)).toBe('registry-unreachable');
});

test.each([
  [404, 'manifest for localhost:5000/x:1 not found: manifest unknown: manifest unknown'],
  [404, "pull access denied for nosuch, repository does not exist or may require 'docker login'"],
  [undefined, 'no matching manifest for linux/riscv64 in the manifest list entries'],
  [undefined, 'registry.example.org/library/nosuch:1: not found'],
])('HTTP %s "%s" means that the image is not there', (status, reason) => {
  expect(classifyPull(status, reason)).toBe('image-not-found');
});

test.each([
  [500, 'toomanyrequests: You have reached your pull rate limit'],
  [undefined, 'failed to register layer: no space left on device'],
])('HTTP %s "%s" is a pull that failed', (status, reason) => {
  expect(classifyPull(status, reason)).toBe('pull-failed');
});

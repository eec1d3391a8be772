import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../core/duration.js';
import type { Milliseconds } from '../core/time.js';

// Parsers of option values. Each throws `InvalidArgumentError`, which becomes a usage error (exit 2).

const STACK_NAME = /^[a-z0-9][a-z0-9-]{0,30}$/;
const REGISTRY = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9][a-z0-9._-]*)*\/?$/i;

/** Name of a stack: it becomes part of container, network and volume names. */
export function stackName(value: string): string {
  if (STACK_NAME.test(value)) return value;
  throw new InvalidArgumentError('A stack name has 1 to 31 characters of a-z, 0-9 and -, and does not start with -.');
}

/** Factor of time compression, 1…600. */
export function speed(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 1 && number <= 600) return number;
  throw new InvalidArgumentError('It is a number from 1 (production) to 600.');
}

/** A count of lines. */
export function lineCount(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It is a number of lines, 0 or more.');
}

/** How often something is done. */
export function repetitions(value: string): number {
  if (/^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 1_000) return Number(value);
  throw new InvalidArgumentError('It is a number from 1 to 1000.');
}

/** A Prometheus duration, in ms. */
export function duration(value: string): Milliseconds {
  const ms = parseDuration(value);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('It is a duration such as 90s, 10m or 1h30m.');
}

/** Collects IP addresses. */
export function addresses(value: string, previous: readonly string[] = []): readonly string[] {
  if (isIP(value) !== 0) return [...previous, value];
  throw new InvalidArgumentError('It is an IP address such as 127.0.0.1.');
}

/** Host of a registry, with port and path if it has them; without a trailing slash. */
export function registryPrefix(value: string): string {
  if (REGISTRY.test(value)) return value.replace(/\/$/, '');
  throw new InvalidArgumentError('It is a registry such as mirror.example.com:5000/library, without a scheme.');
}

/** A file or directory that exists, as an absolute path. */
export const existing =
  (cwd: string, kind: 'file' | 'directory') =>
  (value: string): string => {
    const path = resolve(cwd, value);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new InvalidArgumentError(`${path} does not exist.`);
    if (kind === 'directory' ? found.isDirectory() : found.isFile()) return path;
    throw new InvalidArgumentError(`${path} is not a ${kind}.`);
  };

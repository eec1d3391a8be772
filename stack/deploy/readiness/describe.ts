import type { Readiness } from '../../model/stack.js';

/** What is waited for, in words: `GET /-/ready to answer`. */
export function describeReadiness(readiness: Readiness): string {
  switch (readiness.kind) {
    case 'http':
      return `GET ${readiness.path} to answer`;
    case 'tcp':
      return `port ${readiness.port} to accept a connection`;
    case 'query':
      return 'a query to succeed';
    case 'log':
      return `a log line with "${readiness.pattern}"`;
  }
}

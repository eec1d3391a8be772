import { Resolver } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Milliseconds } from '../../../core/time.js';

/** A look-up of a live name takes a millisecond; a stopped container's name may be forwarded to a resolver that never answers. */
const LOOKUP_TIMEOUT_MS: Milliseconds = 800;

/**
 * Looks a service's name up at the engine's resolver, afresh each time and in at most 0.8 s. The system's look-up would do as well, but it
 * blocks one of Node's four worker threads for up to ten seconds if the resolver is silent, and look-ups of live names queue behind it.
 */
export const lookupService: LookupFunction = (hostname, options, callback) => {
  const resolver = new Resolver({ timeout: LOOKUP_TIMEOUT_MS, tries: 1 });
  resolver.resolve4(hostname, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (options.all) {
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );
      return;
    }
    callback(null, addresses[0] ?? '', 4);
  });
};

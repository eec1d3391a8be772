import { describe, expect, it } from 'vitest';
import type { InstanceStatus } from '../../stack/inspect/status.js';
import { pagesOf } from './open.js';

const instance = (service: string, url?: string): InstanceStatus => ({
  name: service,
  service,
  component: service,
  state: 'running',
  ready: true,
  health: 'ready',
  restartCount: 0,
  startedAt: 1,
  ...(url !== undefined && { url }),
});

describe('the pages of a stack', () => {
  it('are the published services that show people something, the front by the name of what it shows', () => {
    const instances = [
      instance('front', 'http://127.0.0.1:8080'),
      instance('db'),
      instance('visitors', 'http://127.0.0.1:8090'),
      instance('inbox', 'http://127.0.0.1:8025'),
    ];
    expect(pagesOf({ instances })).toEqual([
      { name: 'shop', url: 'http://127.0.0.1:8080' },
      { name: 'inbox', url: 'http://127.0.0.1:8025' },
    ]);
  });
});

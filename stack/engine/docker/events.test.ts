import { expect, test } from 'vitest';
import { LABEL } from '../../model/labels.js';
import { toEvent } from './events.js';

const Attributes = { [LABEL.service]: 'api', [LABEL.instance]: 'api-1', name: 'supops-api-1', exitCode: '137' };
const Actor = { ID: 'abc', Attributes };

test('an event has its time from nanoseconds', () => {
  expect(toEvent({ Action: 'die', Actor, time: 1_795_388_187, timeNano: 1_795_388_187_115_491_000 })).toEqual({
    time: 1_795_388_187_115.491,
    kind: 'ended',
    word: 'die',
    instanceId: 'abc',
    service: 'api',
    instance: 'api-1',
    exitCode: 137,
  });
});

test('destroy is a removal, and an engine without nanoseconds is exact to the second', () => {
  const Attributes = { name: 'x' };
  expect(toEvent({ Action: 'destroy', Actor: { ID: 'abc', Attributes }, time: 5 })).toEqual({
    time: 5_000,
    kind: 'removed',
    word: 'destroy',
    instanceId: 'abc',
    service: 'x',
    instance: 'x',
  });
});

test.each([
  ['create', 'created'],
  ['start', 'started'],
  ['kill', 'signalled'],
  ['die', 'ended'],
  ['destroy', 'removed'],
  ['stop', 'changed'],
  ['oom', 'changed'],
  ['pause', 'changed'],
  ['unpause', 'changed'],
  ['update', 'changed'],
  ['restart', 'changed'],
  ['health_status: healthy', 'changed'],
])('%s is %s, and the word of the engine is kept', (Action, kind) => {
  expect(toEvent({ Action, Actor, time: 5 })).toMatchObject({ kind, word: Action });
});

test.each(['exec_start: sh', 'attach', 'resize', 'exec_die'])('%s is nothing that supops has a word for', (Action) => {
  expect(toEvent({ Action, Actor, time: 5 })).toBeUndefined();
});

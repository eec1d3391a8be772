import { expect, test } from 'vitest';
import { LABEL } from '../../model/labels.js';
import { toEvent } from './events.js';

const Actor = { ID: 'abc', Attributes: { [LABEL.service]: 'db', name: 'supops-db', exitCode: '137' } };

test('an event has its time from nanoseconds', () => {
  expect(toEvent({ Action: 'die', Actor, time: 1_795_388_187, timeNano: 1_795_388_187_115_491_000 })).toEqual({
    time: 1_795_388_187_115.491,
    action: 'die',
    instanceId: 'abc',
    service: 'db',
    exitCode: 137,
  });
});

test('destroy is a removal, and an engine without nanoseconds is exact to the second', () => {
  const Attributes = { name: 'x' };
  expect(toEvent({ Action: 'destroy', Actor: { ID: 'abc', Attributes }, time: 5 })).toEqual({
    time: 5_000,
    action: 'remove',
    instanceId: 'abc',
    service: 'x',
  });
});

test.each(['exec_start: sh', 'attach', 'resize', 'health_status: healthy'])(
  '%s is nothing that supops has a word for',
  (Action) => {
    expect(toEvent({ Action, Actor, time: 5 })).toBeUndefined();
  },
);

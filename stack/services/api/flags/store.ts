import type { Milliseconds } from '../../../../core/time.js';
import type { FlagName, Flags, FlagValues } from '../../contracts.js';
import type { FlagChange } from './request.js';
import { FLAG_NAMES } from './request.js';

/** Ends what a flag has begun, and gives back what it holds. */
export type End = () => void;

/** What goes on by itself while a flag is set, whether anybody asks for something or not; it reports its effects to `count`. */
export type Activities = { readonly [Name in FlagName]?: (value: FlagValues[Name], count: Count) => End };

/** Reports effects of a flag. */
export type Count = (effects: number) => void;

/** The flags of one api. */
export interface FlagStore {
  /** What a flag is set to; `undefined` if it is not set. */
  valueOf<Name extends FlagName>(name: Name): FlagValues[Name] | undefined;
  /** Notes effects of a flag that is set. */
  count(name: FlagName, effects: number): void;
  /** Sets flags; each is cleared by itself after its time. One that was set begins anew. */
  set(change: FlagChange): void;
  clear(names: readonly FlagName[]): void;
  /** The flags that are set. */
  flags(): Flags;
}

/** What a store works with. */
export interface FlagStoreParts {
  readonly activities: Activities;
  /** Told of each effect as it happens. */
  readonly onEffects: (name: FlagName, effects: number) => void;
  readonly onChange: (flags: Flags) => void;
  readonly now: () => Milliseconds;
}

interface Entry {
  readonly value: FlagValues[FlagName];
  readonly since: Milliseconds;
  readonly endsAt: Milliseconds;
  readonly timer: NodeJS.Timeout;
  end: End;
  effects: number;
}

/** Flags in memory: none is set after a restart. */
export function openFlags({ activities, onEffects, onChange, now }: FlagStoreParts): FlagStore {
  const entries = new Map<FlagName, Entry>();

  const flags = (): Flags =>
    Object.fromEntries(
      [...entries].map(([name, { value, since, endsAt, effects }]) => [name, { value, since, endsAt, effects }]),
    );

  const count = (name: FlagName, effects: number) => {
    const entry = entries.get(name);
    if (!entry || effects <= 0) return;
    entry.effects += effects;
    onEffects(name, effects);
  };

  const remove = (names: readonly FlagName[]) => {
    for (const name of names) {
      const entry = entries.get(name);
      if (!entry) continue;
      clearTimeout(entry.timer);
      entries.delete(name);
      entry.end();
    }
  };

  const clear = (names: readonly FlagName[]) => {
    remove(names);
    onChange(flags());
  };

  const put = <Name extends FlagName>(name: Name, value: FlagValues[Name], ttlMs: Milliseconds) => {
    const since = Math.round(now());
    const timer = setTimeout(() => clear([name]), ttlMs);
    const entry: Entry = { value, since, endsAt: since + ttlMs, timer, end: () => {}, effects: 0 };
    entries.set(name, entry);
    entry.end = activities[name]?.(value, (effects) => count(name, effects)) ?? entry.end;
  };

  return {
    valueOf: <Name extends FlagName>(name: Name) => entries.get(name)?.value as FlagValues[Name] | undefined,
    count,
    set: ({ values, ttlMs }) => {
      const names = FLAG_NAMES.filter((name) => values[name] !== undefined);
      remove(names);
      for (const name of names) put(name, values[name] as FlagValues[typeof name], ttlMs);
      onChange(flags());
    },
    clear,
    flags,
  };
}

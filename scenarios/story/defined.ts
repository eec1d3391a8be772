type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The properties that have a value: what is unknown is absent. */
export const defined = <T extends object>(parts: T): Defined<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Defined<T>;

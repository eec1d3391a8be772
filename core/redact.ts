/** Replaces secrets in text and in every string of a JSON-like value. */
export interface Redactor {
  text(text: string): string;
  value<T>(value: T): T;
}

const MASK = '********';

/** A redactor for the given secrets; secrets shorter than 6 characters are left alone, as they would mask ordinary words. */
export function redactor(secrets: Iterable<string>): Redactor {
  // Longest first, so that a secret that contains another is masked whole.
  const words = [...new Set(secrets)].filter((s) => s.length >= 6).sort((a, b) => b.length - a.length);
  const text = (input: string) => words.reduce((result, word) => result.replaceAll(word, MASK), input);
  const value = (input: unknown): unknown => {
    if (typeof input === 'string') return text(input);
    if (Array.isArray(input)) return input.map(value);
    if (input !== null && typeof input === 'object')
      return Object.fromEntries(Object.entries(input).map(([key, inner]) => [key, value(inner)]));
    return input;
  };
  return { text, value: <T>(input: T) => value(input) as T };
}

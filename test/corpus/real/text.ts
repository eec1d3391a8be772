/** A change of a file's text. */
export type TextEdit = (text: string) => string;

/** Replaces the only occurrence of a text; throws if there is none, or more than one, so that no edit passes unnoticed. */
export const replace =
  (old: string | RegExp, by: string): TextEdit =>
  (text) => {
    const found = typeof old === 'string' ? text.split(old).length - 1 : [...text.matchAll(new RegExp(old, 'g'))].length;
    if (found !== 1) throw new Error(`${found} places match ${old}`);
    return text.replace(old, () => by);
  };

/** Adds text at the end. */
export const append =
  (more: string): TextEdit =>
  (text) =>
    `${text.trimEnd()}\n${more}\n`;

/** Several edits as one. */
export const edits =
  (...all: readonly TextEdit[]): TextEdit =>
  (text) =>
    all.reduce((edited, edit) => edit(edited), text);

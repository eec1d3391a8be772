/** The colours of the output, by meaning. */
export interface Palette {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  name(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
  /** One of six colours, the same for the same number. */
  nth(index: number, text: string): string;
}

const SERVICE_COLORS = [36, 33, 35, 34, 32, 96];

/** Colours, or the text unchanged. Written by hand, as loading a colour library would slow down every start more than these eight lines are worth. */
export function palette(color: boolean): Palette {
  const paint = (on: number, off: number) => (text: string) =>
    color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    good: paint(32, 39),
    bad: paint(31, 39),
    warn: paint(33, 39),
    name: paint(36, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
    nth: (index, text) => paint(SERVICE_COLORS[index % SERVICE_COLORS.length] ?? 36, 39)(text),
  };
}

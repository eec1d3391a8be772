/** How much of a message's text the journal keeps, in characters. */
export const EXCERPT_LENGTH = 4_000;

/** True if the journal may not have the whole text of a message. */
export const isCut = (excerpt: string): boolean => excerpt.length >= EXCERPT_LENGTH;

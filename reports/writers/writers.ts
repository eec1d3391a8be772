import type { ReportWriter } from '../document/document.js';
import { markdown } from './markdown.js';

/** Every format of a report, by its name. */
export const WRITERS = { markdown } as const satisfies Readonly<Record<string, ReportWriter>>;

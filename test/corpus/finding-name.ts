import type { Finding, FindingId } from '../../scenarios/model/verdict.js';

/** A finding as the corpus writes it: about an alert, or about the run as a whole. */
export type FindingName = FindingId | `${string}: ${FindingId}`;

/** `DatabaseDown: late`, or `load-lost`. */
export const findingName = ({ id, alert }: Finding): FindingName => (alert === undefined ? id : `${alert}: ${id}`);

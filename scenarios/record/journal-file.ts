/** File name of the journal inside a run's folder. */
export const JOURNAL_FILE = 'journal.ndjson';

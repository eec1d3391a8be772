import type { Progress } from '../../core/progress.js';
import type { JournalLine } from '../../scenarios/record/events.js';

/** Shows progress on stderr while a command works. No method throws. */
export interface Renderer {
  progress(progress: Progress): void;
  event(line: JournalLine): void;
  note(text: string, severity?: 'info' | 'warning'): void;
  /** Leaves the final state on the screen and frees the terminal. To be called before anything is written to stdout. */
  end(): Promise<void>;
}

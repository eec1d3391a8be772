import type { FileEntry } from '../../model/stack.js';
import type { InstanceSpec } from '../instance-spec.js';

/** Small programs that run beside the stack: the guardian, promtool. */
export interface Helpers {
  /**
   * Creates, attaches to and starts an instance with standard input. Rejects with `conflict` if the name is taken. The engine ends the
   * program's standard input when this process dies.
   */
  run(spec: InstanceSpec, files: readonly FileEntry[]): Promise<Helper>;
}

/** A helper that runs. */
export interface Helper {
  readonly id: string;
  write(text: string): Promise<void>;
  /** Ends standard input. */
  end(): void;
  /** Lines of standard output and standard error as they come; ends with the program. */
  readonly output: AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly text: string }>;
  /** Resolves with the exit code when the program has ended. */
  readonly exited: Promise<number>;
}

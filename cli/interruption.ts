import { setMaxListeners } from 'node:events';
import { EXIT, type ExitCode, SupopsError } from '../core/errors.js';

/** What can end a command from outside: a signal, or the reader of its result going away. */
export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'closed';

/** How a command learns that it should end, and how it protects itself from being ended halfway. */
export interface Interruption {
  /** Aborted by the first interrupt; its reason is a `SupopsError` with exit code 130 or 143. */
  readonly signal: AbortSignal;
  /**
   * From now until the returned function is called, a second Ctrl-C does not end the process but says `message`, and how to force it.
   * Without protection a second Ctrl-C ends it at once.
   * @param say where the message goes; absent: stderr.
   */
  protect(message: string, say?: (text: string) => void): () => void;
}

/** An interruption, and a way to trigger it. */
export interface InterruptionSource extends Interruption {
  receive(interrupt: Interrupt): void;
}

/** The effects of an interruption on the process. */
export interface InterruptionHost {
  readonly pid: number;
  say(text: string): void;
  exit(code: number): void;
}

/** Builds an interruption; `host` is used only from the second interrupt on. */
export function createInterruption(host: InterruptionHost): InterruptionSource {
  const controller = new AbortController();
  // Every service that is waited for adds a listener; that is not a leak.
  setMaxListeners(0, controller.signal);
  const guards: { readonly message: string; readonly say: (text: string) => void }[] = [];
  const receive = (interrupt: Interrupt) => {
    if (!controller.signal.aborted) return controller.abort(reasonOf(interrupt));
    if (interrupt === 'closed') return;
    const guard = guards.at(-1);
    if (guard === undefined) return host.exit(exitOf(interrupt));
    guard.say(`${guard.message}; to force it: kill -9 ${host.pid}`);
  };
  const protect = (message: string, say = (text: string) => host.say(`${text}\n`)) => {
    const guard = { message, say };
    guards.push(guard);
    return () => {
      const index = guards.indexOf(guard);
      if (index >= 0) guards.splice(index, 1);
    };
  };
  return { signal: controller.signal, protect, receive };
}

const exitOf = (interrupt: Interrupt): ExitCode => (interrupt === 'SIGINT' ? EXIT.interrupted : EXIT.terminated);

function reasonOf(interrupt: Interrupt): SupopsError {
  switch (interrupt) {
    case 'SIGINT':
      return new SupopsError({ code: 'interrupted', exitCode: EXIT.interrupted, message: 'interrupted by Ctrl-C' });
    case 'SIGTERM':
    case 'SIGHUP':
      return new SupopsError({ code: 'terminated', exitCode: EXIT.terminated, message: `terminated by ${interrupt}` });
    case 'closed':
      return new SupopsError({ code: 'terminated', exitCode: EXIT.terminated, message: 'the reader of the output is gone' });
  }
}

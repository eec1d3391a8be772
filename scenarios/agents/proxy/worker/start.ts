import { type ChildProcess, fork } from 'node:child_process';
import { withDeadline } from '../../../../core/deadline.js';
import type { WorkerQuestion, WorkerReply } from './messages.js';

/** The user as whom the worker runs, so that rules can tell its traffic from the victim's. No user of any image is likely to have this number. */
export const WORKER_UID = 62_443;

/** The argument by which the program knows that it is the worker. */
export const WORKER_ARGUMENT = '--worker';

const PATIENCE_MS = 5_000;

/** The agent's side of its worker. */
export interface WorkerClient {
  ask(question: WorkerQuestion): Promise<WorkerReply>;
  end(): void;
}

/**
 * Starts this same program as a worker, as a user without rights. Rejects if it does not come up.
 * @param onLost called if it ends without having been told to
 */
export async function startWorker(program: string, onLost: () => void): Promise<WorkerClient> {
  const child = fork(program, [WORKER_ARGUMENT], {
    uid: WORKER_UID,
    gid: WORKER_UID,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let ending = false;
  child.on('exit', () => {
    if (!ending) onLost();
  });
  child.on('error', () => {});
  await replyOf(child);
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (question) => {
      const answer = last.then(async () => {
        const reply = replyOf(child);
        child.send(question, () => {});
        const { failed, ...rest } = await reply;
        if (failed !== undefined) throw new Error(`the proxy: ${failed}`);
        return rest;
      });
      last = answer.catch(() => {});
      return answer;
    },
    end: () => {
      ending = true;
      if (child.connected) child.disconnect();
    },
  };
}

function replyOf(child: ChildProcess): Promise<WorkerReply> {
  const reply = new Promise<WorkerReply>((resolve, reject) => {
    child.once('message', (message) => resolve(message as WorkerReply));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the proxy has ended')));
  });
  return withDeadline(reply, PATIENCE_MS, () => new Error('the proxy does not answer'));
}

/** Serves questions until the agent is gone. */
export function serveWorker(answer: (question: WorkerQuestion) => Promise<WorkerReply>): void {
  const reply = (message: WorkerReply) => void process.send?.(message);
  process.on('message', (question: WorkerQuestion) => {
    answer(question).then(reply, (error: Error) => reply({ failed: error.message }));
  });
  reply({});
}

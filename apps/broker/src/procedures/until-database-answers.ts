import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseFailure } from '@app/database';

/** From a tenth of a second, doubling to five seconds, for about ten minutes. */
const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 5_000;
const TRIES = 125;

/**
 * For an answer of DingTalk whose only copy is in this process: a database that is away is waited for, because giving up would lose the
 * grant. `work` seals anew each time, and storing again after a commit whose answer was lost must change nothing.
 */
export async function untilDatabaseAnswers<Result>(
  work: () => Promise<Result>,
  onWait: (cause: DatabaseFailure) => void,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof DatabaseFailure) || tries === TRIES) throw cause;
      onWait(cause);
      await pause(Math.min(PAUSE_MS_MIN * 2 ** tries, PAUSE_MS_MAX));
    }
  }
}

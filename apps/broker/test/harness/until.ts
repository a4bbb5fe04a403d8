import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
/** For a machine ten times slower than a quiet one; what comes sooner is seen at once. */
const LOOK_FOR_MS = 60_000;

/** Waits for the thing, not for a time; rejects with its name if it does not come. */
export async function until(what: string, holds: () => Promise<boolean>, forMs = LOOK_FOR_MS): Promise<void> {
  const last = performance.now() + forMs;
  while (!(await holds())) {
    if (performance.now() > last) throw new Error(`waited in vain until ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}

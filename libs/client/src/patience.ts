import { setTimeout as pause } from 'node:timers/promises';
import { TokenBrokerError } from './outcome.js';

/** How long a call may take, and what ends it early. Both are optional. */
export interface CallOptions {
  /** Milliseconds for everything: waiting, trying again, and the call itself. */
  readonly deadlineMs?: number;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One call's deadline and signal, carried through everything it waits for. */
export class Patience {
  private readonly endsAt: number;

  constructor(
    deadlineMs: number,
    private readonly given?: AbortSignal,
  ) {
    this.endsAt = performance.now() + deadlineMs;
  }

  get leftMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** For one attempt: aborted by the caller's signal, or when nothing is left. */
  signal(): AbortSignal {
    const timeout = AbortSignal.timeout(Math.ceil(this.leftMs));
    return this.given ? AbortSignal.any([timeout, this.given]) : timeout;
  }

  /** Waits for what others may be waiting for too, no longer than this call has. */
  async within<Result>(work: Promise<Result>): Promise<Result> {
    this.given?.throwIfAborted();
    let leave: () => void = () => undefined;
    const early = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(tooLate()), this.leftMs);
      const abort = () => reject(this.given?.reason);
      this.given?.addEventListener('abort', abort);
      leave = () => {
        clearTimeout(timer);
        this.given?.removeEventListener('abort', abort);
      };
    });
    try {
      return await Promise.race([work, early]);
    } finally {
      leave();
    }
  }

  /** False, at once, if there would be no time left afterwards. */
  async wait(ms: number): Promise<boolean> {
    if (ms >= this.leftMs) return false;
    try {
      await pause(ms, undefined, this.given && { signal: this.given });
    } catch {
      this.given?.throwIfAborted();
    }
    return true;
  }

  /** What ended an attempt, if this did: the caller's own reason, or the deadline. */
  throwIfOver(): void {
    this.given?.throwIfAborted();
    if (this.leftMs === 0) throw tooLate();
  }
}

function tooLate(): TokenBrokerError {
  return new TokenBrokerError({ code: 'deadline_exceeded' }, { detail: 'no answer came in time' });
}

import { TokenBrokerError } from './outcome.js';
import type { Patience } from './patience.js';

const AT_LEAST_MS = 100;
const BACKOFF_MS_MIN = 200;
const BACKOFF_MS_MAX = 5_000;

/**
 * Tries again what only needs time, for as long as the call has some: after the time the broker named, or, where nothing answers, after
 * longer and longer ones. What a person or an operator has to do first is thrown at once; waiting longer than is left is not begun.
 */
export async function retrying<Result>(patience: Patience, attempt: () => Promise<Result>): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = waitMsOf(error, failures);
      if (waitMs === undefined || !(await patience.wait(waitMs))) throw error;
    }
  }
}

function waitMsOf(error: unknown, failures: number): number | undefined {
  if (!(error instanceof TokenBrokerError)) return undefined;
  const { outcome } = error;
  switch (outcome.code) {
    case 'temporarily_unavailable':
    case 'rate_limited':
      // Some later than told, so that many who were told the same do not come back together.
      return Math.max(AT_LEAST_MS, outcome.retryAfterSeconds * 1000) * (1 + Math.random() / 5);
    case 'unreachable':
    case 'deadline_exceeded':
      return Math.min(BACKOFF_MS_MIN * 2 ** failures, BACKOFF_MS_MAX) * (0.5 + Math.random() / 2);
    default:
      return undefined;
  }
}

import type { Listener } from '@app/database';

/**
 * Told when a grant's tokens were replaced, refused or given up, on whichever replica. News can be lost with the connection, so
 * whoever waits for one looks for himself after a while.
 */
export class GrantNews {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(listener: Pick<Listener, 'on'>) {
    listener.on('grant_tokens', (grantId) => {
      for (const wake of this.waiting.get(grantId) ?? []) wake();
    });
  }

  /** Resolves with the next news of the grant, or after `withinMs` without any. */
  async next(grantId: string, withinMs: number): Promise<void> {
    const waiting = this.waiting.get(grantId) ?? new Set();
    this.waiting.set(grantId, waiting);
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(patience);
        waiting.delete(wake);
        if (waiting.size === 0 && this.waiting.get(grantId) === waiting) this.waiting.delete(grantId);
        resolve();
      };
      const patience = setTimeout(wake, withinMs);
      waiting.add(wake);
    });
  }
}

import type { Database, Listener } from '@app/database';

const CHANNEL = 'grant_tokens';
/** A notification holds less than 8000 bytes, an id 36 and a blank. */
const IDS_AT_ONCE = 200;

/**
 * Tells all replicas that a grant's tokens were replaced, refused or given up, and hears it from them. News can be lost with a
 * connection or a process, so whoever waits for one looks for himself after a while.
 *
 * Not sent by the statement that makes the news: commits that notify go one after another through all of PostgreSQL, each with its own
 * flush to disk. Here everything that happens while one notification is on its way goes into the next.
 */
export class GrantNews {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly untold = new Set<string>();
  private telling = false;

  constructor(
    listener: Pick<Listener, 'on'>,
    private readonly database: Pick<Database, 'query'>,
  ) {
    listener.on(CHANNEL, (grantIds) => {
      for (const grantId of grantIds.split(' ')) {
        for (const wake of this.waiting.get(grantId) ?? []) wake();
      }
    });
  }

  /** After the commit. Returns at once. */
  tell(grantId: string): void {
    this.untold.add(grantId);
    if (!this.telling) void this.tellAll();
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

  private async tellAll(): Promise<void> {
    this.telling = true;
    while (this.untold.size > 0) {
      const some = [...this.untold].slice(0, IDS_AT_ONCE);
      for (const grantId of some) this.untold.delete(grantId);
      // Lost with the database: those who wait look for themselves.
      await this.database.query('select pg_notify($1, $2)', [CHANNEL, some.join(' ')]).catch(() => undefined);
    }
    this.telling = false;
  }
}

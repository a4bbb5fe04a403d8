import type { Database } from '@app/database';
import { noteSecretUsesSql } from '../sql/caller-secrets.sql.js';

/** Uses are written down this long after the first of them, all in one statement. */
const WRITE_AFTER_MS = 2_000;
/** A secret that is used all the time is written down this often. */
const ONCE_IN_SECONDS = 60;

/**
 * When each secret was last used, to the minute: enough to see whether a service has changed over to its new one. Noting it is no part of
 * the answer: nothing waits for it, and what cannot be written is written after the next use.
 */
export class SecretUses {
  private readonly noted = new Set<string>();
  /** When this process last wrote each down, by its own clock, in milliseconds. */
  private readonly written = new Map<string, number>();
  private writing: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly onTrouble: (cause: unknown) => void,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  note(secretId: string): void {
    const last = this.written.get(secretId);
    if (last !== undefined && this.clock() - last < ONCE_IN_SECONDS * 1_000) return;
    this.noted.add(secretId);
    this.writing ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
  }

  private async write(): Promise<void> {
    this.writing = undefined;
    const ids = [...this.noted];
    this.noted.clear();
    const now = this.clock();
    // Whatever was written longer ago is as good as never.
    for (const [id, at] of this.written) if (now - at >= ONCE_IN_SECONDS * 1_000) this.written.delete(id);
    try {
      await this.database.query(noteSecretUsesSql, [ids, ONCE_IN_SECONDS]);
      for (const id of ids) this.written.set(id, now);
    } catch (cause) {
      this.onTrouble(cause);
    }
  }
}

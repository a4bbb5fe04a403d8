import type { Task } from '../jobs/task.js';
import type { RevokeGrants } from '../procedures/revoke-grants.js';

/** Far longer than a living replica needs from the end of a grant to its receipt. Seconds. */
const ABANDONED_AFTER = 5;

/** A replica that is killed between ending a grant and reading what is still out leaves callers untold. */
export class FinishReceipts implements Task {
  readonly name = 'finish_receipts';
  readonly everySeconds = 5;

  constructor(private readonly revokeGrants: RevokeGrants) {}

  async run(): Promise<void> {
    await this.revokeGrants.finishAbandoned(ABANDONED_AFTER);
  }
}

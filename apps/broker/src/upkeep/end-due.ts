import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import type { GrantStore, GrantUpkeep } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import type { Task } from '../jobs/task.js';

const AT_ONCE = 100;

/**
 * Ends grants whose own end has come: the person consented until a date, or for one time. The hand-out statement refuses them from that
 * moment on; here their tokens are destroyed and their end is recorded.
 */
export class EndDue implements Task {
  readonly name = 'end_due_grants';
  readonly everySeconds = 5;

  constructor(
    private readonly database: Database,
    private readonly upkeep: GrantUpkeep,
    private readonly grants: GrantStore,
    private readonly audit: AuditLog,
  ) {}

  async run(_payload: unknown, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.endSome()) === AT_ONCE);
  }

  private async endSome(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await this.upkeep.endedByThemselves(tx, AT_ONCE);
      const requestId = uuidv7();
      const ended = [];
      for (const { corpId, grantId, once } of due) {
        const grant = await this.grants.end(tx, corpId, grantId, 'expired');
        if (grant) ended.push({ grant, why: once ? 'once' : 'ends_at' });
      }
      for (const { grant, why } of ended) {
        const { corpId, grantId, application, unionId, userId } = grant;
        const act = { type: 'grant.expired', outcome: 'ok', actor: 'broker', requestId, details: { why } } as const;
        await this.audit.append(tx, { ...act, corpId, grantId, application, unionId, userId });
      }
      return due.length;
    });
  }
}

import { type AuditLog, handoutOf, returnedAt } from '@app/audit';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';

export interface ReturnedHandout {
  readonly handoutId: string;
  readonly returnedAt: Date;
  /** Until when DingTalk honours the token all the same; null if it does no longer. */
  readonly upstreamLiveUntil: Date | null;
}

/** A caller says that it no longer holds what it was handed. Receipts go on naming a raw token: DingTalk cannot be told. */
export class ReturnHandout {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Saying it twice is saying it once. Somebody else's hand-out and one that never was are `not_found` alike. */
  async execute(callerId: string, handoutId: string, requestId: string): Promise<ReturnedHandout> {
    const handout = await handoutOf(this.database, callerId, handoutId);
    if (!handout) throw new BrokerError('not_found', { detail: 'This caller has no such hand-out.' });
    const { liveUntil, occurredAt, delivery, ...whose } = handout;
    const before = await returnedAt(this.database, whose.grantId, handoutId, occurredAt);
    if (!before) {
      await this.database.transaction((tx) =>
        this.audit.append(tx, {
          ...whose,
          type: 'handout.returned',
          outcome: 'ok',
          callerId,
          requestId,
          details: { handoutId, delivery },
        }),
      );
    }
    const at = before ?? (await returnedAt(this.database, whose.grantId, handoutId, occurredAt));
    if (!at) throw new Error('The return was not recorded');
    return { handoutId, returnedAt: at, upstreamLiveUntil: liveUntil > at ? liveUntil : null };
  }
}

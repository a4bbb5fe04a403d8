import { type AuditLog, handoutOf, returnedAt } from '@app/audit';
import type { Handles } from '@app/callers';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';

export interface ReturnedHandout {
  readonly handoutId: string;
  readonly returnedAt: Date;
  /** Until when DingTalk honours the token all the same; null if it does no longer. */
  readonly upstreamLiveUntil: Date | null;
}

/** A caller says that it no longer holds what it was handed. A handle ends with that. Receipts go on naming a raw token: DingTalk cannot be told. */
export class ReturnHandout {
  constructor(
    private readonly database: Database,
    private readonly handles: Handles,
    private readonly audit: AuditLog,
  ) {}

  /** Saying it twice is saying it once. Somebody else's hand-out and one that never was are `not_found` alike. */
  async execute(callerId: string, handoutId: string, requestId: string): Promise<ReturnedHandout> {
    const handout = await handoutOf(this.database, callerId, handoutId);
    if (!handout || handout.delivery === 'gateway') {
      throw new BrokerError('not_found', { detail: 'This caller has no such hand-out.' });
    }
    const { liveUntil, occurredAt, delivery, ...whose } = handout;
    const before = await returnedAt(this.database, whose.grantId, handoutId, occurredAt);
    if (!before) {
      await this.database.transaction(async (tx) => {
        if (delivery === 'handle') await this.handles.end(tx, whose.corpId, handoutId);
        await this.audit.append(tx, {
          ...whose,
          type: 'handout.returned',
          outcome: 'ok',
          callerId,
          requestId,
          details: { handoutId, delivery },
        });
      });
    }
    const at = before ?? (await returnedAt(this.database, whose.grantId, handoutId, occurredAt));
    if (!at) throw new Error('The return was not recorded');
    const livesOn = delivery === 'token' && liveUntil !== null && liveUntil > at;
    return { handoutId, returnedAt: at, upstreamLiveUntil: livesOn ? liveUntil : null };
  }
}

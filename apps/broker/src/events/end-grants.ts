import type { Database } from '@app/database';
import type { EventPeople } from '@app/dingtalk';
import type { GrantKey } from '@app/vault';
import type { RevokeGrants } from '../procedures/revoke-grants.js';
import type { EventLedger } from './event-ledger.js';
import { actorOf, reasonOf, type StoredEvent } from './stored-event.js';

/** Whose grants of the event's organisation; what is left out does not matter. */
export interface Affected {
  readonly application?: string;
  readonly people?: EventPeople;
}

/** DingTalk's clock and the database's may differ by this much. Minutes. */
const CLOCKS_DIFFER_MINUTES = 5;
/** As many as end in one transaction. */
const AT_ONCE = 200;

/**
 * Live grants that were there when it happened. A grant that was consented to later stays: the event came late, and the person, or the
 * application, has come back since.
 */
const affectedSql = `
  select corp_id as "corpId", id as "grantId" from grants
  where corp_id = $1 and ($2::text is null or application = $2)
    and ($3::text[] is null or user_id = any($3) or union_id = any($4::text[]))
    and consented_at <= $5::timestamptz + make_interval(mins => $6)
    and state in ('active', 'suspended', 'needs_consent')
  limit $7`;

/** What an earlier try at this event ended without having written the receipts. */
const unreadSql = `
  select corp_id as "corpId", grant_id as "grantId" from revocations
  where revoked_at >= $1 and corp_id = $2 and reason = $3 and live_handouts is null`;

const endedSql = `
  select count(*)::int as ended from revocations where revoked_at >= $1 and corp_id = $2 and reason = $3`;

/** Ends the grants an event is about, however many they are: piece by piece, so that a try which is cut off is gone on with. */
export class EndGrants {
  constructor(
    private readonly database: Database,
    private readonly revokeGrants: RevokeGrants,
    private readonly ledger: EventLedger,
  ) {}

  /** How many have ended because of this event, over all tries; undefined if the broker stops before it is done. */
  async execute(event: StoredEvent, affected: Affected, signal: AbortSignal): Promise<number | undefined> {
    const reason = reasonOf(event);
    const act = { cause: 'dingtalk_event', actor: actorOf(event), reason, requestId: event.requestId } as const;
    const ofThisEvent = [event.receivedAt, event.corpId, reason];
    let grants = await this.grants(unreadSql, ofThisEvent);
    do {
      await this.revokeGrants.execute(grants, act);
      await this.ledger.prolong(event);
      if (signal.aborted) return undefined;
      grants = await this.grants(affectedSql, [
        event.corpId,
        affected.application ?? null,
        affected.people?.userIds ?? null,
        affected.people?.unionIds ?? null,
        event.bornAt,
        CLOCKS_DIFFER_MINUTES,
        AT_ONCE,
      ]);
    } while (grants.length > 0);
    const [row] = await this.database.query<{ ended: number }>(endedSql, ofThisEvent);
    return row?.ended ?? 0;
  }

  private async grants(sql: string, values: readonly unknown[]): Promise<GrantKey[]> {
    return this.database.query<GrantKey & Record<string, unknown>>(sql, values);
  }
}

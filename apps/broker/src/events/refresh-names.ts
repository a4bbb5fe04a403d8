import type { Database } from '@app/database';
import { type DingTalkClient, DingTalkFailure, type EventPeople } from '@app/dingtalk';
import { type GrantKey, type GrantStore, SealError } from '@app/vault';
import type { EventLedger } from './event-ledger.js';
import type { StoredEvent } from './stored-event.js';

const grantsSql = `
  select corp_id as "corpId", id as "grantId" from grants
  where corp_id = $1 and (user_id = any($2::text[]) or union_id = any($3::text[])) and state in ('active', 'suspended')
  order by id`;

/** Reads the names of people again who have changed, each with the person's own token; nothing is refreshed for it. */
export class RefreshNames {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly dingtalk: DingTalkClient,
    private readonly ledger: EventLedger,
  ) {}

  /** How many have another name now; undefined if the broker stops before it is done. */
  async execute(event: StoredEvent, people: EventPeople, signal: AbortSignal): Promise<number | undefined> {
    const values = [event.corpId, people.userIds, people.unionIds];
    const grants = await this.database.query<GrantKey & Record<string, unknown>>(grantsSql, values);
    let renamed = 0;
    for (const grant of grants) {
      if (signal.aborted) return undefined;
      await this.ledger.prolong(event);
      if (await this.refresh(grant)) renamed += 1;
    }
    return renamed;
  }

  /** A name is not worth a failure: without a live token, or an answer, the old one stays. */
  private async refresh({ corpId, grantId }: GrantKey): Promise<boolean> {
    try {
      const held = await this.grants.accessToken(corpId, grantId);
      if (!held) return false;
      const { nick } = await this.dingtalk.person(held.clientId, held.token, 'upkeep');
      return nick !== '' && (await this.grants.rename(corpId, grantId, held.tokenVersion, nick));
    } catch (cause) {
      if (cause instanceof DingTalkFailure || cause instanceof SealError) return false;
      throw cause;
    }
  }
}

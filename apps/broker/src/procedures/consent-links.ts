import type { Database } from '@app/database';
import { v7 as uuidv7 } from 'uuid';

/** How long an unanswered consent stays open. Hours. */
const OPEN_HOURS = 24;

export interface ConsentAsked {
  readonly callerId: string;
  readonly application: string;
  readonly corpId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[];
}

/**
 * The link a caller passes on to a person. One open consent for each (caller, application, person, scopes) is reused until it expires,
 * so a service that asks every second leaves one row; the conflict clause is what makes that hold between replicas.
 */
const openConsentSql = `
  insert into consents (id, origin, caller_id, application, corp_id, user_id, union_id, scopes, expires_at)
  values ($1, 'outcome', $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8))
  on conflict (caller_id, application, coalesce(corp_id, ''), coalesce(user_id, ''), coalesce(union_id, ''), scopes)
    where state = 'pending' and origin = 'outcome'
  do update set id = case when consents.expires_at <= now() then excluded.id else consents.id end,
    created_at = case when consents.expires_at <= now() then now() else consents.created_at end,
    expires_at = case when consents.expires_at <= now() then excluded.expires_at else consents.expires_at end
  returning id`;

export class ConsentLinks {
  constructor(
    private readonly database: Database,
    private readonly publicUrl: string,
  ) {}

  async forOutcome(asked: ConsentAsked): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(openConsentSql, [
      uuidv7(),
      asked.callerId,
      asked.application,
      asked.corpId,
      asked.userId,
      asked.unionId,
      [...asked.scopes].sort(),
      OPEN_HOURS,
    ]);
    if (!row) throw new Error('The consent was not opened');
    return `${this.publicUrl}/consent/${asked.application}?consent=${row.id}`;
  }
}

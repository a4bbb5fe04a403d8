const entry = `
  e.position::float8 as position, e.caller_id as "callerId", r.id as "revocationId", r.grant_id as "grantId", r.application, r.corp_id as "corpId",
  r.user_id as "userId", r.union_id as "unionId", r.revoked_at as "revokedAt",
  array(select h from jsonb_array_elements(r.live_handouts) h where (h ->> 'callerId')::uuid = e.caller_id) as "liveHandouts"
  from revocation_feed_entries e join revocations r on r.corp_id = e.corp_id and r.id = e.revocation_id`;

export const feedStateSql =
  'select last::float8 as last, forgotten::float8 as forgotten, cursor_key as "cursorKey" from revocation_feed';

export const callerIsEnabledSql = 'select from callers where id = $1 and disabled_at is null';

/** How far the feed is, and which of these callers may not be told any more. */
export const lookSql = `
  select last::float8 as last, array(select id from callers where id = any($1::uuid[]) and disabled_at is not null) as disabled
  from revocation_feed`;

export const entriesOfCallersSql = `
  select ${entry} where e.position > $1 and e.position <= $2 and e.caller_id = any($3::uuid[]) order by e.position limit $4`;

export const entriesOfCallerSql = `
  select ${entry} where e.caller_id = $1 and e.position > $2 and e.position <= $3 order by e.position limit $4`;

/** One revocation, as it touches one caller. */
export interface FeedEntry {
  readonly position: number;
  readonly callerId: string;
  readonly revocationId: string;
  readonly grantId: string;
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string;
  readonly revokedAt: Date;
  /** What it held at that time, newest first. */
  readonly liveHandouts: readonly {
    readonly handoutId: string;
    readonly delivery: 'token' | 'handle';
    readonly expiresAt: string;
  }[];
}

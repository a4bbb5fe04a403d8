export const openLaneSql =
  'insert into handout_lanes (replica, writes) values ($1, $2) returning lane::int as lane, epoch::int as epoch';

export const closeLanesSql = 'update handout_lanes set closed_at = now() where replica = $1 and closed_at is null';

export const laneEpochSql = 'select epoch::int as epoch from handout_lanes where lane = $1';

/**
 * Takes the next number of the lane and writes the record in one statement. The lane's row stays locked until the transaction
 * ends, so numbers come in the order of commits, and a rollback gives its number back: a gap can only be tampering.
 */
export const appendActSql = `
  with lane as (
    update handout_lanes set seq = seq + 1 where lane = $1 and writes = 'acts' returning lane, seq
  )
  insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application,
    user_id, union_id, scopes, token_version, request_id, details)
  select coalesce($2, '-'), $3, now(), lane.lane, lane.seq, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 from lane
  returning id`;

/**
 * Closes the door behind older hand-out statements: each of them either committed before its lane's row was raised here, and its
 * record is visible afterwards, or finds its epoch gone and hands out nothing. Locked in one order, so that two revocations
 * never wait for each other.
 */
export const raiseEpochsSql = `
  with open_lane as (
    select lane from handout_lanes where writes = 'handouts' and closed_at is null order by lane for update
  )
  update handout_lanes l set epoch = epoch + 1 from open_lane o where l.lane = o.lane`;

/** Hand-outs of a grant whose token is still live, newest first. */
export const liveHandoutsSql = `
  select handout_id as "handoutId", caller_id as "callerId", delivery, live_until as "expiresAt" from audit_events
  where grant_id = $1 and handout_id is not null and delivery in ('token', 'handle') and live_until > now()
  order by occurred_at desc, id desc`;

export const lastHandoutsSql = `
  select g.id as "grantId", e.occurred_at as "occurredAt" from unnest($1::uuid[]) g(id)
  cross join lateral (
    select occurred_at from audit_events
    where grant_id = g.id and handout_id is not null order by occurred_at desc limit 1
  ) e`;

export const handoutOutcomesSql = `
  select outcome, count(*)::int as count from audit_events
  where occurred_at > now() - make_interval(secs => $1) and type = any($2) group by outcome`;

export const auditEventColumns = `
  id, occurred_at as "occurredAt", type, actor, caller_id as "callerId", grant_id as "grantId", application,
  corp_id as "corpId", user_id as "userId", union_id as "unionId", scopes, purpose, outcome, rule, handout_id as "handoutId",
  delivery, live_until as "liveUntil", request_id as "requestId", lane::int as lane, seq::int as seq, details`;

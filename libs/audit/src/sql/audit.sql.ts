import { recordHashSql } from './record-line.sql.js';

/** Nothing if the replica has been shut. */
export const openLaneSql = `
  with replica as (
    insert into audit_replicas (replica) values ($1)
    on conflict (replica) do update set seen_at = now() where audit_replicas.shut_at is null
    returning replica
  )
  insert into handout_lanes (replica, writes) select replica, $2 from replica returning lane::int as lane, epoch::int as epoch`;

/** Nothing is written to the lanes of a replica from here on: a hand-out statement finds its epoch gone, an act its lane closed. */
export const closeLanesSql =
  'update handout_lanes set closed_at = now(), epoch = epoch + 1 where replica = $1 and closed_at is null';

export const laneStateSql =
  'select epoch::int as epoch, closed_at is not null as closed from handout_lanes where lane = $1';

/**
 * Takes the next numbers of the lane and writes the records in one statement. The lane's row stays locked until the transaction
 * ends, so numbers come in the order of commits, and a rollback gives its numbers back: a gap can only be tampering. Writes nothing
 * if the lane has been closed.
 */
export const appendActsSql = {
  name: 'append-acts',
  text: `
  with act as (
    select a.*, row_number() over (order by a.position) as number
    from jsonb_to_recordset($2::jsonb) as a(position int, corp_id text, id uuid, type text, outcome text, actor text, caller_id uuid,
      grant_id uuid, application text, user_id text, union_id text, scopes jsonb, token_version int, request_id text, details jsonb)
  ), lane as (
    update handout_lanes set seq = seq + (select count(*) from act) where lane = $1 and writes = 'acts' and closed_at is null
    returning lane, seq - (select count(*) from act) as base
  )
  insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application,
    user_id, union_id, scopes, token_version, request_id, details)
  select coalesce(a.corp_id, '-'), a.id, now(), lane.lane, lane.base + a.number, a.type, a.outcome, a.actor, a.caller_id, a.grant_id,
    a.application, a.user_id, a.union_id,
    case when jsonb_typeof(a.scopes) = 'array' then array(select jsonb_array_elements_text(a.scopes)) end, a.token_version,
    a.request_id, a.details
  from act a cross join lane
  returning seq::int as seq, ${recordHashSql('audit_events')} as hash`,
};

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

/** Hand-outs of grants whose token is still live, newest first. */
export const liveHandoutsSql = `
  select grant_id as "grantId", handout_id as "handoutId", caller_id as "callerId", delivery, live_until as "expiresAt"
  from audit_events
  where grant_id = any($1) and delivery = 'token' and live_until > now()
  order by occurred_at desc, id desc`;

/** Records of what can be good still: no token and no handle is for longer than a day. */
const good = `occurred_at > now() - interval '1 day' and live_until > now()`;

/** Which tokens of these grants are live, by who holds them. */
export const liveHandoutsByCallerSql = `
  select caller_id as "callerId", count(*)::int as handouts, max(live_until) as "lastUntil" from audit_events
  where grant_id = any($1) and delivery = 'token' and ${good} group by caller_id order by 2 desc, 1`;

/** Which tokens of these grants are live, by who holds them and of which grant. */
export const heldTokensSql = `
  select grant_id as "grantId", corp_id as "corpId", caller_id as "callerId", application, count(*)::int as handouts, max(live_until) as until
  from audit_events where grant_id = any($1) and delivery = 'token' and ${good} group by 1, 2, 3, 4 order by 6 desc`;

/** Handles of these grants, newest first; one may have been ended since. */
export const goodHandlesSql = `
  select grant_id as "grantId", corp_id as "corpId", handout_id as "handoutId", caller_id as "callerId", application, live_until as until
  from audit_events where grant_id = any($1) and delivery = 'handle' and ${good} order by occurred_at desc, id desc limit $2`;

/** Among the newest uses of each grant. */
export const usesByPurposeSql = `
  select e.caller_id as "callerId", e.application, e.purpose, count(*)::int as handouts, max(e.occurred_at) as "lastHandoutAt",
    max(e.id::text) as id, max(e.occurred_at)::text as position
  from unnest($1::uuid[]) g(id)
  cross join lateral (
    select id, caller_id, application, purpose, occurred_at from audit_events
    where grant_id = g.id and handout_id is not null order by occurred_at desc limit $2
  ) e
  group by 1, 2, 3
  having $4::timestamptz is null or (max(e.occurred_at), max(e.id::text)) < ($4::timestamptz, $5)
  order by max(e.occurred_at) desc, max(e.id::text) desc limit $3`;

/** Grants of which a caller still holds a token or a handle. */
export const grantsHeldByCallerSql = `select distinct grant_id as "grantId" from audit_events
  where caller_id = $1 and delivery in ('token', 'handle') and ${good}`;

/** One hand-out of a caller. It is looked for around the time that its id says, since ids have no index of their own. */
export const handoutSql = `
  select actor, grant_id as "grantId", application, corp_id as "corpId", user_id as "userId", union_id as "unionId", delivery,
    token_version as "tokenVersion", live_until as "liveUntil", occurred_at as "occurredAt"
  from audit_events
  where caller_id = $1 and handout_id = $2
    and occurred_at between to_timestamp($3) - make_interval(secs => $4) and to_timestamp($3) + make_interval(secs => $4)`;

export const handoutReturnedSql = `
  select occurred_at as "returnedAt" from audit_events
  where grant_id = $1 and type = 'handout.returned' and details ->> 'handoutId' = $2 and occurred_at >= $3
  order by occurred_at limit 1`;

export const lastHandoutsSql = `
  select g.id as "grantId", e.occurred_at as "occurredAt" from unnest($1::uuid[]) g(id)
  cross join lateral (
    select occurred_at from audit_events
    where grant_id = g.id and handout_id is not null order by occurred_at desc limit 1
  ) e`;

export const lastUsesSql = `
  select g.id as "grantId", e.* from unnest($1::uuid[]) g(id)
  cross join lateral (
    select occurred_at as "occurredAt", caller_id as "callerId", purpose from audit_events
    where grant_id = g.id and handout_id is not null order by occurred_at desc limit 1
  ) e`;

/** Among the newest uses of each grant; an index by grant and caller would be written by every hand-out for this alone. */
export const lastHandoutsByCallerSql = `
  select g.id as "grantId", e.caller_id as "callerId", max(e.occurred_at) as "occurredAt" from unnest($1::uuid[]) g(id)
  cross join lateral (
    select caller_id, occurred_at from audit_events
    where grant_id = g.id and handout_id is not null order by occurred_at desc limit $2
  ) e
  group by g.id, e.caller_id`;

/** By keyset; the time travels as text because a `Date` would lose its microseconds. */
export const usesSql = `
  select id, occurred_at::text as position, occurred_at as "occurredAt", caller_id as "callerId", purpose from audit_events
  where grant_id = $1 and handout_id is not null
    and ($3::timestamptz is null or (occurred_at, id) < ($3::timestamptz, $4::uuid))
  order by occurred_at desc, id desc limit $2`;

export const usersSql = `
  select caller_id as "callerId", max(live_until) filter (where delivery = 'token' and live_until > now()) as "liveUntil" from audit_events
  where grant_id = $1 and handout_id is not null and occurred_at > now() - make_interval(days => $2)
  group by caller_id order by max(occurred_at) desc`;

/** Who has used a grant, among its newest uses. */
export const usersOfGrantSql = `
  select caller_id as "callerId", count(*)::int as handouts, max(occurred_at) as "lastHandoutAt",
    max(live_until) filter (where live_until > now()) as "liveUntil", max(id::text) as id, max(occurred_at)::text as position
  from (
    select id, caller_id, occurred_at, live_until from audit_events
    where grant_id = $1 and handout_id is not null order by occurred_at desc limit $2
  ) used
  group by caller_id
  having $4::timestamptz is null or (max(occurred_at), max(id::text)) < ($4::timestamptz, $5)
  order by max(occurred_at) desc, max(id::text) desc limit $3`;

export const auditEventColumns = `
  id, occurred_at as "occurredAt", type, actor, caller_id as "callerId", grant_id as "grantId", application,
  corp_id as "corpId", user_id as "userId", union_id as "unionId", scopes, purpose, outcome, rule, handout_id as "handoutId",
  delivery, live_until as "liveUntil", request_id as "requestId", lane::int as lane, seq::int as seq, details`;

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export const lanesAheadSql = `
  select l.lane::int as lane, l.seq::int as last from handout_lanes l
  left join unnest($1::bigint[], $2::bigint[]) r(lane, seq) using (lane)
  where l.writes = 'acts' and l.seq > coalesce(r.seq, 0) order by l.lane`;

export const actsAfterSql = `
  select seq::int as seq, id, ${utc('occurred_at')} as "occurredAt", type, outcome, actor, corp_id as "corpId", grant_id as "grantId",
    application, user_id as "userId", union_id as "unionId", scopes, token_version as "tokenVersion", details
  from audit_events where lane = $1 and seq > $2 order by seq limit $3`;

export const replicasAheadSql = `
  select r.replica, c.number as last from audit_replicas r
  cross join lateral (select number from audit_checkpoints where replica = r.replica order by number desc limit 1) c
  left join unnest($1::uuid[], $2::bigint[]) k(replica, number) on k.replica = r.replica
  where coalesce(r.closed_at > now() - interval '30 days', true) and c.number > coalesce(k.number, 0) order by r.replica`;

export const checkpointsAfterSql = `
  select replica, number, body, signature, key_id as "keyId", ${utc('created_at')} as "createdAt" from audit_checkpoints
  where replica = $1 and number > $2 order by number limit $3`;

/** A follower that is new has the whole trail before it, and so knows about everything since the oldest record that is kept. */
export const enterFollowerSql = `
  insert into audit_followers (follower, tracked_since)
  select $1, coalesce((select min(occurred_at) from audit_events), now())
  where not exists (select from audit_followers where follower = $1) on conflict do nothing`;

export const lockFollowerSql = 'select from audit_followers where follower = $1 for update';

/**
 * The lanes with records beyond the follower's place, and how far it may go in each. A lane's number moves in the commit that writes its
 * records, under a lock that is held until then, so all records up to it are there and none can still come in between.
 */
export const committedSpansSql = `
  with beyond as (
    select l.lane, coalesce(c.seq, 0) as after, l.seq, count(*) over () as lanes
    from handout_lanes l left join audit_cursors c on c.follower = $1 and c.lane = l.lane
    where l.lane > (select settled from audit_followers where follower = $1) and l.seq > coalesce(c.seq, 0)
  )
  select lane::int as lane, after::int as after, least(seq, after + greatest($2 / lanes, 1))::int as "upTo",
    seq > after + greatest($2 / lanes, 1) as "goesOn"
  from beyond order by lane`;

export const moveCursorsSql = `
  insert into audit_cursors (follower, lane, seq) select $1, * from unnest($2::bigint[], $3::bigint[])
  on conflict (follower, lane) do update set seq = excluded.seq`;

/**
 * Remembers that everything committed before this transaction began has been read, and steps over lanes that will never grow again. A lane
 * is one of those an hour after it was closed: no statement lives so long that a lane with a smaller number could still appear.
 */
export const caughtUpSql = `
  with unsettled as (
    select min(l.lane) as lane from handout_lanes l left join audit_cursors c on c.follower = $1 and c.lane = l.lane
    where l.lane > (select settled from audit_followers where follower = $1)
      and (l.closed_at is null or l.closed_at > now() - interval '1 hour' or l.seq > coalesce(c.seq, 0))
  ), follower as (
    update audit_followers set caught_up_at = now(), settled = greatest(settled, coalesce(
      (select lane - 1 from unsettled where lane is not null), (select max(lane) from handout_lanes), 0))
    where follower = $1 returning settled
  )
  delete from audit_cursors where follower = $1 and lane <= (select settled from follower)`;

export const followerStateSql = `
  select tracked_since as "trackedSince", caught_up_at as "caughtUpAt" from audit_followers where follower = $1`;

/** A follower that is new has the whole trail before it, and so knows about everything since the oldest record that is kept. */
export const enterFollowerSql = `
  insert into audit_followers (follower, tracked_since)
  select $1, coalesce((select min(occurred_at) from audit_events), now())
  where not exists (select from audit_followers where follower = $1) on conflict do nothing`;

export const lockFollowerSql = 'select from audit_followers where follower = $1 for update';

export const followerStateSql = `
  select tracked_since as "trackedSince", caught_up_at as "caughtUpAt" from audit_followers where follower = $1`;

/** Everything committed before this transaction began has been read. */
const caughtUp = 'caught_up_at = now()';

/** What a follower reads: numbered in the order of commits, for each of many sources by itself. */
export interface Followed {
  /** The sources with something beyond the follower's place, how far it may go in each, and whether there is more. */
  readonly spansSql: string;
  readonly moveSql: string;
  readonly caughtUpSql: string;
}

/**
 * Records of lanes. A lane's number moves in the commit that writes its records, under a lock that is held until then, so all records up to
 * it are there and none can still come in between.
 *
 * Lanes that will never grow again are stepped over once they are read to their end. A lane is one of those an hour after it was closed: no
 * statement lives so long that a lane with a smaller number could still appear.
 */
const recordsOf = (which: string): Followed => ({
  spansSql: `
    with beyond as (
      select l.lane, coalesce(c.seq, 0) as after, l.seq, count(*) over () as lanes
      from handout_lanes l left join audit_cursors c on c.follower = $1 and c.lane = l.lane
      where ${which} and l.lane > (select settled from audit_followers where follower = $1) and l.seq > coalesce(c.seq, 0)
    )
    select lane::int as source, after::int as after, least(seq, after + greatest($2 / lanes, 1))::int as "upTo",
      seq > after + greatest($2 / lanes, 1) as "goesOn"
    from beyond order by lane`,
  moveSql: `
    insert into audit_cursors (follower, lane, seq) select $1, * from unnest($2::bigint[], $3::bigint[])
    on conflict (follower, lane) do update set seq = excluded.seq`,
  caughtUpSql: `
    with followed as (
      select l.lane, l.closed_at < now() - interval '1 hour' and l.seq <= coalesce(c.seq, 0) as ended
      from handout_lanes l left join audit_cursors c on c.follower = $1 and c.lane = l.lane
      where ${which} and l.lane > (select settled from audit_followers where follower = $1)
    ), follower as (
      update audit_followers set ${caughtUp}, settled = coalesce((
        select max(lane) from followed where lane < all(select lane from followed where ended is not true)), settled)
      where follower = $1 returning settled
    )
    delete from audit_cursors where follower = $1 and lane <= (select settled from follower)`,
});

export const everyRecord = recordsOf('true');
/** All but hand-outs, which are nine in ten. */
export const recordsOfActs = recordsOf(`l.writes = 'acts'`);

/** Checkpoints of the replicas of the last thirty days. */
export const checkpointsOfReplicas: Followed = {
  spansSql: `
    select r.replica as source, coalesce(k.number, 0) as after, least(c.number, coalesce(k.number, 0) + $2) as "upTo",
      c.number > coalesce(k.number, 0) + $2 as "goesOn"
    from audit_replicas r
    cross join lateral (select number from audit_checkpoints where replica = r.replica order by number desc limit 1) c
    left join audit_checkpoint_cursors k on k.follower = $1 and k.replica = r.replica
    where coalesce(r.closed_at > now() - interval '30 days', true) and c.number > coalesce(k.number, 0) order by r.replica`,
  moveSql: `
    insert into audit_checkpoint_cursors (follower, replica, number) select $1, * from unnest($2::uuid[], $3::int[])
    on conflict (follower, replica) do update set number = excluded.number`,
  caughtUpSql: `update audit_followers set ${caughtUp} where follower = $1`,
};

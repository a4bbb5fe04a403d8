import type { NamedSql } from '@app/database';

/** A bucket starts full. Written once for each, and again if it was forgotten meanwhile. */
export const openBucketsSql = `
  insert into handout_rates (caller_id, position, person)
  select * from unnest($1::uuid[], $2::int[], $3::text[]) order by 1, 2, 3 on conflict do nothing`;

/**
 * Takes up to `permits` from each bucket. A bucket is one moment, until which what was taken keeps it busy: a permit keeps it busy for the
 * time in which one comes in, and at most a second's worth may be taken ahead, or one permit where less than one comes in. Locked in one order, so
 * that two replicas never wait for each other. Where a rate was raised, what the lower one kept busy counts for a second at most.
 */
export const takePermitsSql: NamedSql = {
  name: 'take-permits',
  text: `
  with wanted as (
    select *, make_interval(secs => 1 / per_second) as each, make_interval(secs => greatest(1, 1 / per_second)) as ahead
    from unnest($1::uuid[], $2::int[], $3::text[], $4::float8[], $5::int[]) as w(caller_id, position, person, per_second, permits)
  ), bucket as materialized (
    select w.*, least(greatest(r.busy_until, now()), now() + w.ahead) as busy_until
    from handout_rates r join wanted w using (caller_id, position, person)
    order by caller_id, position, person for update of r
  ), taken as (
    select *, least(permits, greatest(0, floor(extract(epoch from now() + ahead - busy_until) * per_second + 0.000001)))::int as given
    from bucket
  )
  update handout_rates r set busy_until = t.busy_until + t.each * t.given
  from taken t
  where r.caller_id = t.caller_id and r.position = t.position and r.person = t.person
  returning r.caller_id as "callerId", r.position, r.person, t.given,
    greatest(0, extract(epoch from r.busy_until + t.each - t.ahead - now()) * 1000)::float8 as "nextInMs"`,
};

export const forgetBucketsSql = `delete from handout_rates where busy_until < now() - interval '1 hour'`;

/** Replicas that lease slots of one pool do so one after another; released with the transaction. */
export const lockPoolSql = `select pg_advisory_xact_lock(hashtextextended('call_slots ' || $1 || ' ' || $2, 0))`;

/**
 * Takes or renews this replica's slots of one pool. Others hold theirs until their lease has run out and the last call they may have
 * begun under it has left DingTalk's count ($7). `target` is what this replica may use from now on: what it wants, out of what the
 * others leave, and no more than a fair share while one of them goes short. Slots under way are kept on top of that until they are free.
 */
export const leaseSlotsSql = `
  with pool as (
    select coalesce((select calls_per_second from applications where client_id = $1), $8::int) as slots
  ), other as (
    select coalesce(sum(slots), 0)::int as taken, count(*)::int as replicas
    from call_slots where client_id = $1 and api = $2 and replica <> $3 and leased_until > now() - make_interval(secs => $7)
  ), share as (
    select greatest(1, pool.slots / (other.replicas + 1)) as fair, pool.slots - other.taken as left, pool.slots as most from pool, other
  ), target as (
    select greatest(0, least($4::int, share.left, case when exists (
      select from call_slots c where c.client_id = $1 and c.api = $2 and c.replica <> $3
        and c.leased_until > now() - make_interval(secs => $7) and c.slots < least(c.wanted, share.fair)
    ) then share.fair else share.most end)) as slots from share
  )
  insert into call_slots (client_id, api, replica, slots, wanted, leased_until)
  select $1, $2, $3, greatest($5::int, target.slots), $4, now() + make_interval(secs => $6) from target
  on conflict (client_id, api, replica)
    do update set slots = excluded.slots, wanted = excluded.wanted, leased_until = excluded.leased_until
  returning (select slots from target) as target`;

/** Only when none of the slots is under way any more. */
export const returnSlotsSql = 'delete from call_slots where client_id = $1 and api = $2 and replica = $3';

/** Any number works as long as nothing else uses it: one replica reads the feed at a time. */
export const feedLockSql = 'select pg_try_advisory_xact_lock(20261122) as held';

export const cursorsSql = 'select source, position::float8 as position from webhook_cursors';

export const moveCursorsSql = `
  insert into webhook_cursors (source, position) select * from unnest($1::text[], $2::bigint[])
  on conflict (source) do update set position = excluded.position`;

export const awaitReceiptsSql = `
  insert into webhook_awaited_receipts (corp_id, revocation_id) select * from unnest($1::text[], $2::uuid[])
  on conflict do nothing`;

/** The oldest first, for they have waited longest. */
export const receiptsSql = `
  select corp_id as "corpId", revocation_id as "revocationId" from webhook_awaited_receipts order by awaited_since limit 500`;

export const forgetReceiptsSql = `
  delete from webhook_awaited_receipts where (corp_id, revocation_id) in (select * from unnest($1::text[], $2::uuid[]))`;

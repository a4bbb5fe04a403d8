export const awaitReceiptsSql = `
  insert into webhook_awaited_receipts (corp_id, revocation_id) select * from unnest($1::text[], $2::uuid[])
  on conflict do nothing`;

/** The oldest first, for they have waited longest. Two readers never have the same. */
export const receiptsSql = `
  select corp_id as "corpId", revocation_id as "revocationId" from webhook_awaited_receipts order by awaited_since limit 500
  for update skip locked`;

export const forgetReceiptsSql = `
  delete from webhook_awaited_receipts where (corp_id, revocation_id) in (select * from unnest($1::text[], $2::uuid[]))`;

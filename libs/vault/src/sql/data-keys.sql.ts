export const currentDataKeySql = `
  select id, corp_id, application, master_key_id, wrapped from data_keys
  where corp_id = $1 and application = $2 and retired_at is null`;

export const dataKeyByIdSql = 'select id, corp_id, application, master_key_id, wrapped from data_keys where id = $1';

/** One current key per owner: of two replicas that create one at the same time, the first to commit wins. None under a retired master key. */
export const insertDataKeySql = `
  insert into data_keys (id, corp_id, application, master_key_id, wrapped)
  select $1, $2, $3, $4, $5 where not exists (select from master_keys where key_id = $4 and retired_at is not null)
  on conflict (corp_id, application) where retired_at is null do nothing`;

/** In the transaction that retires the one before it. */
export const replaceDataKeySql = `
  insert into data_keys (id, corp_id, application, master_key_id, wrapped) values ($1, $2, $3, $4, $5)`;

/** Returns a row only while the key has seals left, so that no replica can pass the limit. */
export const reserveSealsSql = `
  update data_keys set seals_reserved = seals_reserved + $2
  where id = $1 and retired_at is null and seals_reserved + $2 <= $3 returning id`;

/** A retired key stays far enough from what AES-GCM allows to be used while there is no other. */
export const reserveLastSealsSql = `
  update data_keys set seals_reserved = seals_reserved + $2 where id = $1 and wrapped is not null returning id`;

export const retireDataKeySql =
  'update data_keys set retired_at = now() where id = $1 and retired_at is null returning id';

export const retiredDataKeysSql = `
  select id from data_keys where corp_id = $1 and application = $2 and retired_at is not null and wrapped is not null
  order by retired_at desc`;

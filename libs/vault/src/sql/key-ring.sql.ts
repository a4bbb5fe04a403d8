export const addMasterKeysSql = `
  insert into master_keys (key_id, provider) select unnest($1::text[]), $2 on conflict do nothing`;

export const reportKeysSql = `
  insert into replica_keys (replica, current_key_id, key_ids, trouble, looked_at) values ($1, $2, $3, $4, now())
  on conflict (replica) do update set current_key_id = excluded.current_key_id, key_ids = excluded.key_ids, trouble = excluded.trouble,
    looked_at = excluded.looked_at`;

export const leaveReplicaKeysSql = 'delete from replica_keys where replica = $1';

/** Replicas that were killed say nothing any more. */
export const forgetReplicaKeysSql = `delete from replica_keys where looked_at < now() - interval '1 hour'`;

/** Within about ten seconds, which is how often a replica reports. */
export const usedDataKeysSql = 'update data_keys set last_used_at = now() where id = any($1)';

export const masterKeysSql = `
  select coalesce(m.key_id, d.key_id) as id, coalesce(m.provider, '') as provider, m.added_at as "addedAt", m.retired_at as "retiredAt",
    coalesce(d.data_keys, 0)::int as "dataKeys", coalesce(d.sealed, 0)::int as sealed, d.counted_at as "countedAt",
    d.last_used_at as "lastUsedAt"
  from master_keys m full join (
    select master_key_id as key_id, count(*) as data_keys, sum(sealed_values) as sealed, min(counted_at) as counted_at,
      max(last_used_at) as last_used_at
    from data_keys where wrapped is not null group by master_key_id
  ) d on d.key_id = m.key_id
  order by m.added_at desc, id`;

/** A replica that was silent for three reports is gone. */
export const replicaKeysSql = `
  select replica, current_key_id as "currentKeyId", key_ids as "keyIds", trouble, looked_at as "lookedAt" from replica_keys
  where looked_at > now() - interval '30 seconds' order by replica`;

/** $1 and $2: the keys that were found, and how often; the others carry nothing. */
export const countedAllSql = `
  update data_keys d set sealed_values = coalesce(n.count, 0), counted_at = now()
  from data_keys k left join unnest($1::uuid[], $2::int[]) n(id, count) on n.id = k.id
  where d.id = k.id and k.wrapped is not null
  returning d.master_key_id as "masterKeyId", d.sealed_values as sealed`;

export const countedSql = 'update data_keys set sealed_values = $2, counted_at = now() where id = $1';

/** Current keys older than a rotation, which it replaces. */
export const dataKeysToReplaceSql = `
  select id as "dataKeyId", corp_id as "corpId", application from data_keys where retired_at is null and created_at < $1 order by id`;

/** Keys that only open, with how long they have been retired. */
export const retiredKeysSql = `
  select id as "dataKeyId", corp_id as "corpId", application, extract(epoch from now() - retired_at)::float8 * 1000 as "retiredForMs"
  from data_keys where retired_at is not null and wrapped is not null order by id`;

/** Whoever stores a sealed value holds this lock shared until the commit; the trigger is in the migrations. */
export const lockDataKeySql = `select pg_advisory_xact_lock(hashtextextended('data_key ' || $1::uuid, 0))`;

export const forgetDataKeySql = `
  update data_keys set wrapped = null, sealed_values = 0, counted_at = now() where id = $1 and retired_at is not null and wrapped is not null
  returning id`;

export const lockMasterKeySql = 'select retired_at from master_keys where key_id = $1 for update';

export const retireMasterKeySql = 'update master_keys set retired_at = now() where key_id = $1';

export const missingMasterKeysSql = `
  select distinct master_key_id as id from data_keys where wrapped is not null and not master_key_id = any($1)`;

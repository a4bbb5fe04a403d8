const columns = `application, ability_key as "abilityKey", caller_id as "callerId", scopes, transport, address,
  allow_plaintext as "allowPlaintext", timeout_seconds as "timeoutSeconds", created_at as "createdAt", updated_at as "updatedAt"`;

export const abilitiesOfApplicationSql = `select ${columns} from abilities where application = $1 order by ability_key`;

export const abilitySql = `select ${columns} from abilities where application = $1 and ability_key = $2`;

/** Those of many calls at once. */
export const callableAbilitiesSql = {
  name: 'callable-abilities',
  text: `
    select ${columns}, (select client_id from callers where id = caller_id) as "clientId" from abilities
    where (application, ability_key) in (select * from unnest($1::text[], $2::text[]))`,
};

export const applicationsWithAbilitiesSql = 'select distinct application from abilities';

export const insertAbilitySql = `
  insert into abilities (application, ability_key, caller_id, scopes, transport, address, allow_plaintext, timeout_seconds)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict do nothing returning ${columns}`;

export const changeAbilitySql = `
  update abilities set caller_id = $3, scopes = $4, transport = $5, address = $6, allow_plaintext = $7, timeout_seconds = $8,
    updated_at = now()
  where application = $1 and ability_key = $2 returning ${columns}`;

export const removeAbilitySql = `delete from abilities where application = $1 and ability_key = $2 returning ${columns}`;

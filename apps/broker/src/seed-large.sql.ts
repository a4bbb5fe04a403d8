import { recordHashSql } from '@app/audit';

/*
 * Everything is made of its number, so that statements agree with each other without asking: grant n belongs to person n / 2, in one of
 * the organisations, of one of the applications. Names begin with `seed-`, by which they are known and found.
 */

/** An id that follows from a text and has the form of the others. */
const idOf = (text: string) => `overlay(overlay(md5(${text}) placing '7' from 13) placing '8' from 17)::uuid`;

/** How grant `n` is called: what follows from its number alone. $1 organisations, $2 applications. */
const grantMembers = (n: string) => `
  ${idOf(`'seed-grant ' || ${n}`)} as id, 'seed-org-' || (${n} / 2 % $1::int) as corp_id, 'seed-app-' || (1 + ${n} % $2::int) as application,
  'seed-union-' || (${n} / 2) as union_id, 'seed-user-' || (${n} / 2) as user_id`;

export const foreignApplicationsSql = `select name from applications where name not like 'seed-app-%' order by name limit 3`;

export const seededSql = `select exists (select from applications where name = 'seed-app-1') as seeded`;

/** $2: the sealed secret of each, which opens and which DingTalk does not know. */
export const addApplicationSql = `
  insert into applications (name, client_id, kind, secrets_version, client_secret_sealed, scopes, incidental_scopes, return_urls)
  values ($1, 'ding' || $1, 'isv', 1, $2, $3, array['Contact.User.Read', 'snsapi_base'], '{}')`;

export const addCallersSql = `
  with made as (
    insert into callers (id, name, client_id, auth_method, created_at)
    select ${idOf(`'seed-caller ' || n`)}, 'seed-caller-' || n, 'seed-caller-' || n, 'client_secret', now() - n * interval '1 day'
    from generate_series(1, $1::int) n returning id, name
  )
  insert into entitlements (caller_id, position, application, scopes, delivery)
  select id, 1, 'seed-app-' || (1 + split_part(name, '-', 3)::int % $2::int), $3, array['token'] from made`;

/** Rows $3 and on, sealed tokens $4 for those that are active: one in ten needs consent, is suspended, was revoked or has expired. */
export const addGrantsSql = `
  insert into grants (corp_id, id, application, union_id, user_id, name, channel, state, reason, scopes, observed_at, token_version,
    tokens_obtained_at, access_token_sealed, access_token_expires_at, created_at, consented_at, updated_at, ended_at)
  select g.corp_id, g.id, g.application, g.union_id, g.user_id, (array['张伟', '王芳', '李娜', '刘洋', 'Chen Xi'])[1 + n / 2 % 5],
    (array['browser', 'browser', 'in_client', 'assistant_skill', 'import'])[1 + n % 5], s.state,
    case when s.state = 'needs_consent' then (array['refresh_rejected', 'withdrawn', 'indeterminate'])[1 + n / 10 % 3] end,
    $5::text[], now(), 1, now(), sealed, case when sealed is not null then now() + interval '2 hours' end, t.at, t.at, t.at,
    case when s.state in ('revoked', 'expired') then t.at + interval '1 day' end
  from unnest($4::bytea[]) with ordinality as rows(sealed, position), lateral (select ($3::int + position - 1)::int as n) number,
    lateral (select ${grantMembers('n')}) g,
    lateral (select case n % 100 when 3 then 'needs_consent' when 13 then 'needs_consent' when 23 then 'suspended' when 33 then 'revoked'
      when 43 then 'revoked' when 53 then 'revoked' when 63 then 'expired' when 73 then 'expired' when 83 then 'needs_consent'
      when 93 then 'revoked' else 'active' end as state) s,
    lateral (select now() - interval '2 days' - n % 180 * interval '1 day' - n % 86400 * interval '1 second' as at) t`;

/** Whether grant `n` holds a token, as the statement above has it. */
export const isActive = (n: number): boolean => n % 10 !== 3;

export const addRevocationsSql = `
  insert into revocations (corp_id, id, grant_id, application, union_id, user_id, actor, reason, revoked_at, live_handouts)
  select corp_id, ${idOf(`'seed-revocation ' || id`)}, id, application, union_id, user_id, 'operator:seed-' || (abs(hashtext(id::text)) % 9),
    'seeded', ended_at, '[]' from grants where state = 'revoked' and application like 'seed-app-%'`;

export const addConsentsSql = `
  insert into consents (id, state, origin, caller_id, application, corp_id, union_id, scopes, grant_id, created_at, expires_at, completed_at)
  select ${idOf(`'seed-consent ' || n`)}, 'granted', 'request', ${idOf(`'seed-caller ' || (1 + n % $3::int)`)}, g.application, g.corp_id,
    g.union_id, $4::text[], g.id, now() - interval '1 day' - n * interval '1 minute', now() - n * interval '1 minute',
    now() - interval '1 day' - n * interval '1 minute'
  from generate_series(0, $5::int - 1, 20) n, lateral (select ${grantMembers('n')}) g`;

/**
 * $4 records in lane $3, spread from $5 over $6 seconds, as the hand-out statement leaves them and numbered by the lane's row as it does.
 * $7: grants there are, $8: callers, $9: the first number, which makes the records differ.
 */
export const writeRecordsSql = `
  with lane as (update handout_lanes set seq = seq + $4 where lane = $3 returning lane, seq - $4 as base)
  insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application, user_id, union_id,
    scopes, purpose, rule, handout_id, delivery, token_version, live_until, request_id)
  select g.corp_id, r.id, r.at, lane, base + k, w.type, case when w.type = 'handout.refused' then 'consent_required' when w.left then 'token' else 'ok' end,
    case when w.type = 'grant.refreshed' then 'broker' else 'caller:seed-caller-' || c.number end,
    case when w.type = 'grant.refreshed' then null else ${idOf(`'seed-caller ' || c.number`)} end,
    case when w.type = 'handout.refused' then null else g.id end, g.application, g.user_id, g.union_id,
    case when w.type = 'grant.refreshed' then null else array['Contact.User.Read'] end, case when w.left then 'seeded' end,
    case when w.left then 'seed-caller-' || c.number || '/1' end, case when w.left then r.id end, case when w.left then 'token' end,
    case when w.type = 'handout.refused' then null else 1 end, case when w.left then r.at + interval '90 minutes' end, r.id::text
  from lane, generate_series(1, $4::int) k,
    lateral (select (($9::bigint + k) * 7919 % $7::int)::int as n) number,
    lateral (select ${grantMembers('n')}) g,
    lateral (select case k % 20 when 0 then 'grant.refreshed' when 7 then 'handout.refused' when 14 then 'handout.refused' else 'token.handed_out' end as type,
      k % 20 not in (0, 7, 14) as left) w,
    lateral (select 1 + (n * 31 + k) % $8::int as number) c,
    lateral (select gen_random_uuid() as id, $5::timestamptz + make_interval(secs => $6::float8 * k / $4::int) as at) r
  returning seq::int as seq, ${recordHashSql('audit_events')} as hash`;

export const analyzeSql = 'analyze';

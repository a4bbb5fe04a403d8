/** Everything by which a person is known here, with the names they had, and which of their userIds others go by elsewhere. */
export const tracesSql = `
  select coalesce(jsonb_agg(distinct jsonb_build_object('corpId', corp_id, 'userId', user_id)) filter (where user_id is not null), '[]') as users,
    coalesce(array_agg(distinct user_id) filter (where exists (
      select from grants o where o.user_id = g.user_id and o.union_id <> $1)), '{}') as "sharedUserIds",
    coalesce(array_agg(id), '{}') as "grantIds", coalesce(array_agg(distinct name), '{}') as names
  from grants g where union_id = $1`;

export const operatorOfPersonSql = 'select from operators where union_id = $1';

const person = `
  with p as (select $1::text as union_id, $2::text[] as corp_ids, $3::text[] as user_ids, $4::uuid[] as grant_ids, $5::text[] as names,
    $6::text as pseudonym, $7::text as mention)`;

const theirs = (row: string) => `(${row}.union_id = p.union_id or ${row}.grant_id = any(p.grant_ids)
  or (${row}.corp_id, ${row}.user_id) in (select * from unnest(p.corp_ids, p.user_ids)))`;

/** What operators and callers wrote about something else. */
const mentionsIn = (table: string, column: string, which = 'true') => `
  update ${table} t set ${column} = regexp_replace(t.${column}, p.mention, p.pseudonym, 'gi') from p
  where t.${column} ~* p.mention and ${which}`;

/** What goes, and what becomes a pseudonym because figures or receipts depend on the row; one statement for each table that can name somebody. */
export const erasePersonSql = [
  'delete from person_sessions s using p where s.union_id = p.union_id',
  'delete from plugin_tokens t using p where t.union_id = p.union_id',
  'delete from handles h using p where h.grant_id = any(p.grant_ids)',
  `delete from consent_states s using p where s.result ->> 'signedInAs' = any(p.names)
    or s.consent_id in (select c.id from consents c where ${theirs('c')})`,
  `delete from consents c using p where ${theirs('c')}`,
  `delete from handout_rates r using p where r.person = 'unionId ' || p.union_id
    or r.person in (select 'userId ' || corp_id || ' ' || user_id from unnest(p.corp_ids, p.user_ids) u(corp_id, user_id))`,
  // A line that nobody has decided on would bring the person back: it is dropped, as if its import were cancelled.
  `update import_rows i set expected_user_id = null, expected_union_id = null, outcome = coalesce(i.outcome, 'cancelled'),
    finished_at = coalesce(i.finished_at, now()), access_token_sealed = null, refresh_token_sealed = null, attempt_id = null, retry_at = null
    from p where i.grant_id = any(p.grant_ids) or i.expected_union_id = p.union_id
      or (i.corp_id, i.expected_user_id) in (select * from unnest(p.corp_ids, p.user_ids))`,
  'delete from webhook_deliveries d using p where d.union_id = p.union_id',
  `delete from revocation_previews v using p where v.filter ->> 'unionId' = p.union_id or v.filter ->> 'userId' = any(p.user_ids)
    or v.filter::text ~* p.mention`,
  `update dingtalk_events e set payload = e.payload || jsonb_build_object('unionIds', coalesce(e.payload -> 'unionIds', '[]') - p.union_id,
    'userIds', coalesce(e.payload -> 'userIds', '[]') - array(
      select u.user_id from unnest(p.corp_ids, p.user_ids) u(corp_id, user_id) where u.corp_id = e.corp_id))
    from p where e.payload -> 'unionIds' ? p.union_id
      or exists (select from unnest(p.corp_ids, p.user_ids) u(corp_id, user_id)
        where u.corp_id = e.corp_id and e.payload -> 'userIds' ? u.user_id)`,
  `update revocations r set union_id = p.pseudonym, user_id = case when r.user_id is not null then p.pseudonym end, reason = 'erased',
    actor = case when r.actor = 'person:' || p.union_id then 'person:' || p.pseudonym else r.actor end
    from p where r.union_id = p.union_id`,
  `update grants g set union_id = p.pseudonym, user_id = case when g.user_id is not null then p.pseudonym end, open_id = null,
    name = p.pseudonym, updated_at = now()
    from p where g.union_id = p.union_id and g.state in ('revoked', 'expired')`,
  mentionsIn('suspensions', 'reason'),
  mentionsIn('revocations', 'reason'),
  mentionsIn('consents', 'reason'),
  mentionsIn('handles', 'purpose'),
  mentionsIn('webhooks', 'description'),
  mentionsIn('access_reviews', 'note'),
  // What was signed stays as it was: the review's digest is over every word of it.
  mentionsIn('review_decisions', 'reason', 't.review_id is null'),
].map((statement) => `${person} ${statement}`);

/** The same for what is changed together with its caller. */
export const eraseFromReasonsSql = [
  mentionsIn('entitlements', 'whole_token_reason'),
  mentionsIn('entitlement_versions', 'reason'),
].map((statement) => `${person} ${statement}`);

/** Nobody changes entitlements until the person is out of them; hand-outs and everything else go on. */
export const holdCallersSql = 'select from callers order by id for no key update';

/** Of a table with JSON the values that may name the person. Their rows are held, so that they are still where they were when they come back. */
export const mayNameSql = (table: string, column: string) => `
  select ctid::text as at, ${column} as kept from ${table}
  where exists (select from unnest($1::text[]) id where strpos(${column}::text, to_json(id)::text) > 0) or ${column}::text ~* $2
  order by ctid for no key update`;

export const putBackSql = (table: string, column: string, returning: string) => `
  update ${table} t set ${column} = k.kept from unnest($1::tid[], $2::jsonb[]) k(at, kept) where t.ctid = k.at
  returning t.${returning} as "of"`;

/** As for every change of entitlements: no hand-out judged by what stood before leaves. */
export const raisePolicyVersionsSql = `
  update callers set policy_version = policy_version + 1, updated_at = now() where id = any($1)`;

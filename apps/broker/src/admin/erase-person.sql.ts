/** Everything by which a person is known here, with the names they had. */
export const tracesSql = `
  select coalesce(jsonb_agg(distinct jsonb_build_object('corpId', corp_id, 'userId', user_id)) filter (where user_id is not null), '[]') as users,
    coalesce(array_agg(id), '{}') as "grantIds", coalesce(array_agg(distinct name), '{}') as names
  from grants where union_id = $1`;

export const operatorOfPersonSql = 'select from operators where union_id = $1';

const person = `
  with p as (select $1::text as union_id, $2::text[] as corp_ids, $3::text[] as user_ids, $4::uuid[] as grant_ids, $5::text[] as names,
    $6::text as pseudonym)`;

const theirs = (row: string) => `(${row}.union_id = p.union_id or ${row}.grant_id = any(p.grant_ids)
  or (${row}.corp_id, ${row}.user_id) in (select * from unnest(p.corp_ids, p.user_ids)))`;

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
  `update import_rows i set expected_user_id = null, expected_union_id = null from p
    where i.outcome is not null and (i.grant_id = any(p.grant_ids) or i.expected_union_id = p.union_id
      or (i.corp_id, i.expected_user_id) in (select * from unnest(p.corp_ids, p.user_ids)))`,
  'delete from webhook_deliveries d using p where d.union_id = p.union_id',
  `delete from revocation_previews v using p where v.filter ->> 'unionId' = p.union_id or v.filter ->> 'userId' = any(p.user_ids)`,
  `update dingtalk_events e set payload = jsonb_build_object('kind', e.payload -> 'kind', 'userIds', '[]'::jsonb, 'unionIds', '[]'::jsonb)
    from p where e.state in ('applied', 'ignored') and (e.payload -> 'unionIds' ? p.union_id
      or exists (select from unnest(p.corp_ids, p.user_ids) u(corp_id, user_id)
        where u.corp_id = e.corp_id and e.payload -> 'userIds' ? u.user_id))`,
  `update revocations r set union_id = p.pseudonym, user_id = case when r.user_id is not null then p.pseudonym end, reason = 'erased',
    actor = case when r.actor = 'person:' || p.union_id then 'person:' || p.pseudonym else r.actor end
    from p where r.union_id = p.union_id`,
  `update grants g set union_id = p.pseudonym, user_id = case when g.user_id is not null then p.pseudonym end, open_id = null,
    name = p.pseudonym, updated_at = now()
    from p where g.union_id = p.union_id and g.state in ('revoked', 'expired')`,
].map((statement) => `${person} ${statement}`);

/** Last of all, and of the job itself too: from then on its heartbeat waits for the commit. */
export const erasePersonOfJobsSql = `
  update jobs set request = replace(request::text, to_json($1::text)::text, to_json($2::text)::text)::jsonb
  where strpos(request::text, to_json($1::text)::text) > 0`;

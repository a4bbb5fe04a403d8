/**
 * People by name, once for each name they go by. Each of the three ways to look for somebody is a walk along an index that ends with the page; the
 * order is that of the index, whatever the database's language is.
 */
export const peoplePageSql = `
  select name, "unionId" from (
    (select distinct lower(name) collate "C" as name, union_id as "unionId" from grants
      where ($1::text is null or lower(name) collate "C" like $1) and (lower(name) collate "C", union_id) > ($3::text collate "C", $4)
      order by 1, 2 limit $5)
    union
    (select distinct lower(name) collate "C", union_id from grants
      where user_id = $2 and (lower(name) collate "C", union_id) > ($3::text collate "C", $4) order by 1, 2 limit $5)
    union
    (select distinct lower(name) collate "C", union_id from grants
      where union_id = $2 and (lower(name) collate "C", union_id) > ($3::text collate "C", $4) order by 1, 2 limit $5)
  ) found
  order by name collate "C", "unionId" limit $5`;

/** The first people whose name begins so: a walk along the same index that ends with the last of them. */
export const peopleNamedSql = `
  select p.union_id as id, g.name, concat_ws(' · ', g.user_id, g.corp_id) as detail, null::timestamptz as at
  from (
    select distinct lower(name) collate "C" as folded, union_id from grants where lower(name) collate "C" like $1 order by 1, 2 limit $2
  ) p
  cross join lateral (
    select name, user_id, corp_id from grants where lower(name) collate "C" = p.folded and union_id = p.union_id limit 1
  ) g
  order by p.folded, p.union_id`;

/** What grants say of these people, newest first: the first name is the one DingTalk told last. */
export const grantsOfPeopleSql = `
  select union_id as "unionId", id as "grantId", corp_id as "corpId", user_id as "userId", name, state, consented_at as "consentedAt"
  from grants where union_id = any($1) order by union_id, consented_at desc`;

const openConsent = `c.id, c.caller_id as "callerId", c.application, c.scopes, c.created_at as "createdAt", c.expires_at as "expiresAt"`;
const isOpen = `c.state = 'pending' and c.expires_at > now()`;

/** Asked of the person under either id; each way is an index lookup. */
export const openConsentsOfPersonSql = `
  select ${openConsent} from consents c where c.union_id = $1 and ${isOpen}
  union
  select ${openConsent} from unnest($2::text[], $3::text[]) as known(corp_id, user_id)
  join consents c on c.user_id = known.user_id and c.corp_id = known.corp_id where ${isOpen}
  order by "createdAt" desc limit 100`;

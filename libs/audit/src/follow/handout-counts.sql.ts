import { committedRecordsSql } from './trail-follower.js';

export const countHandoutsSql = `
  insert into grant_handouts (corp_id, grant_id, handouts)
  select e.corp_id, e.grant_id, count(*) from ${committedRecordsSql}
  where e.handout_id is not null and e.grant_id is not null
  group by 1, 2
  on conflict (corp_id, grant_id) do update set handouts = grant_handouts.handouts + excluded.handouts`;

export const handoutCountsSql = `
  select c.grant_id as "grantId", c.handouts::int as handouts from grant_handouts c
  join unnest($1::text[], $2::uuid[]) as k(corp_id, grant_id) using (corp_id, grant_id)`;

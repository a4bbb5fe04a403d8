/** Not before where retention has cut the trail. */
export const windowSql = `
  select greatest(now() - make_interval(days => $1), (select until from audit_cut)) as since, now() as until`;

/**
 * The records of a caller in each of so many equal parts of a time, the newest first. Cut up so that every part is read off the index of the
 * caller: of the whole time at once the planner may think it cheaper to read everybody's.
 */
const recordsByPart = (columns: string) => `
  generate_series(0, $4::int - 1) part
  cross join lateral (
    select ${columns} from audit_events
    where caller_id = $1 and occurred_at <= $3::timestamptz - ($3::timestamptz - $2::timestamptz) * (part::float8 / $4::int)
      and occurred_at > $3::timestamptz - ($3::timestamptz - $2::timestamptz) * ((part + 1)::float8 / $4::int)
    order by occurred_at desc limit $5
  ) e`;

/** How many there are, as far as it is worth knowing. */
export const countRecordsSql = `
  select count(*)::int as records from (select from ${recordsByPart('1')} limit $5) counted`;

/** Of what is alike the newest stands for all. */
export const alikeHandoutsSql = `
  select e.application, e.corp_id as "corpId", e.user_id as "userId", e.union_id as "unionId", e.scopes, e.delivery,
    e.purpose is not null as "hasPurpose", count(*)::int as count, max(e.occurred_at) as "occurredAt",
    (array_agg(e.handout_id order by e.occurred_at desc))[1] as "handoutId", (array_agg(e.purpose order by e.occurred_at desc))[1] as purpose
  from ${recordsByPart('application, corp_id, user_id, union_id, scopes, delivery, purpose, occurred_at, handout_id')}
  where e.handout_id is not null
  group by e.application, e.corp_id, e.user_id, e.union_id, e.scopes, e.delivery, e.purpose is not null
  order by max(e.occurred_at) desc`;

import type pg from 'pg';
import type { Samples } from './lists.js';

interface Sizes {
  readonly grants: number;
  readonly records: number;
  readonly organisations: number;
  readonly callers: number;
  readonly days: number;
}

export const seedLargeArguments = (sizes: Sizes): string[] =>
  Object.entries(sizes).flatMap(([name, size]) => [`--${name}`, String(size)]);

const IMPORT = '01a1fbd0-7c06-7737-ac5c-2bd776699d70';

/** Values that a database seeded large has, common and rare ones, for every filter of every list; and a large import. */
export async function listSamples(pool: pg.Pool): Promise<Samples> {
  await pool.query(
    `insert into jobs (id, type, state, done, total, actor, request, started_at, finished_at)
     values ($1, 'import', 'done', 5000, 5000, 'operator:seed', '{"replace":false}', now(), now())`,
    [IMPORT],
  );
  await pool.query(
    `insert into import_rows (id, job_id, line, application, outcome, grant_id, finished_at)
     select gen_random_uuid(), $1, n, 'seed-app-1', case when n % 100 = 0 then 'other_person' else 'stored' end,
       case when n % 100 > 0 then gen_random_uuid() end, now() from generate_series(1, 5000) n`,
    [IMPORT],
  );
  await pool.query('analyze jobs, import_rows');
  const { rows } = await pool.query(
    `select g.id as "grantId", g.corp_id as "corpId", g.user_id as "userId", g.union_id as "unionId", a.request_id as "requestId",
       a.caller_id as "callerId", now() - interval '5 days' as "from", now() - interval '3 days' as "to"
     from audit_events a join grants g on g.id = a.grant_id where a.caller_id is not null and g.state = 'revoked'
     order by a.occurred_at desc limit 1`,
  );
  const [{ grantId, corpId, userId, unionId, requestId, callerId, from, to }] = rows;
  return {
    grantId,
    corpId: [corpId, 'no-such-organisation'],
    userId: [userId, 'no-such-user'],
    unionId: [unionId, 'no-such-person'],
    requestId: [requestId, 'no-such-request'],
    callerId,
    id: callerId,
    '/admin/v1/grants/{id}/callers id': grantId,
    jobId: IMPORT,
    application: ['seed-app-1', 'no-such-application'],
    state: ['active', 'suspended', 'needs_consent', 'revoked', 'expired'],
    outcome: ['stored', 'other_person', 'refresh_rejected'],
    kind: ['organisation', 'scope', 'application_in_organisation'],
    scope: ['Contact.User.Read', 'No.Such.Scope'],
    q: ['张', 'seed', userId, 'nobody-is-called-this'],
    '/admin/v1/jobs state': ['paused', 'done'],
    actor: ['operator:seed-1', 'operator:nobody'],
    type: ['token.handed_out', 'grant.refreshed', 'grant.revoked', 'token.handed_out,grant.revoked,key.retired'],
    event: 'grant.revoked',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    since: new Date(from).toISOString(),
    unused: '30',
  };
}

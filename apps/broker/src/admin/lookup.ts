import type { LookupHit, LookupResponse } from '@app/contract';
import type { Database } from '@app/database';
import { scopeCatalogue } from '@app/dingtalk';
import type { Operator } from '../access/access.js';
import type { OperatorPermission } from '../access/operator-permissions.js';
import { mayDo } from '../access/operators.js';
import { beginningOf } from './name-beginning.js';
import { peopleNamedSql } from './people.sql.js';

type Hit = Omit<LookupHit, 'name' | 'detail' | 'at'> & {
  readonly name?: string | null;
  readonly detail?: string | null;
  readonly at?: Date | null;
};

/** One place to look in: for whom, for what, and by which statement. Each statement takes what was pasted and answers hits. */
interface Shelf {
  readonly permission: OperatorPermission;
  readonly kind: LookupHit['kind'];
  readonly sql: string;
}

/** Broker's ids are UUIDv7, whose first 48 bits are milliseconds (RFC 9562 section 5.7): records have no index by id, but one by time. */
const madeAt = `to_timestamp(('x' || substr(replace($1, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)`;

const byId: readonly Shelf[] = [
  {
    permission: 'grants:read',
    kind: 'grant',
    sql: `select id, name, application || ' · ' || state as detail, created_at as at from grants where id = $1::uuid`,
  },
  {
    permission: 'revocations:read',
    kind: 'revocation',
    sql: `select id, reason as name, application as detail, revoked_at as at from revocations where id = $1::uuid`,
  },
  {
    permission: 'grants:read',
    kind: 'consent',
    sql: `select id, coalesce(user_id, union_id) as name, application || ' · ' || state as detail, created_at as at from consents where id = $1::uuid`,
  },
  {
    permission: 'callers:read',
    kind: 'caller',
    sql: 'select id, name, client_id as detail, created_at as at from callers where id = $1::uuid',
  },
  {
    permission: 'operators:read',
    kind: 'operator',
    sql: 'select id, name, role as detail, created_at as at from operators where id = $1::uuid',
  },
  {
    permission: 'jobs:read',
    kind: 'job',
    sql: `select id, type as name, state as detail, created_at as at from jobs where id = $1::uuid`,
  },
  {
    permission: 'audit:read',
    kind: 'handout',
    sql: `select id, actor as name, concat_ws(' · ', user_id, application, delivery) as detail, occurred_at as at from audit_events
      where occurred_at between ${madeAt} - interval '5 seconds' and ${madeAt} + interval '10 seconds'
        and id = $1::uuid and handout_id is not null limit 1`,
  },
  {
    permission: 'audit:read',
    kind: 'audit_record',
    sql: `select id, type as name, actor as detail, occurred_at as at from audit_events
      where occurred_at between ${madeAt} - interval '5 seconds' and ${madeAt} + interval '10 seconds'
        and id = $1::uuid and handout_id is null limit 1`,
  },
  {
    permission: 'audit:read',
    kind: 'request',
    sql: `select request_id as id, actor as name, type as detail, occurred_at as at from audit_events
      where occurred_at between ${madeAt} - interval '5 seconds' and ${madeAt} + interval '15 seconds' and request_id = $1 limit 1`,
  },
];

const byWord: readonly Shelf[] = [
  {
    permission: 'applications:read',
    kind: 'application',
    sql: 'select name as id, name, client_id as detail, created_at as at from applications where name = $1 or client_id = $1',
  },
  {
    permission: 'callers:read',
    kind: 'caller',
    sql: 'select id, name, client_id as detail, created_at as at from callers where name = $1 or client_id = $1',
  },
  {
    permission: 'operators:read',
    kind: 'operator',
    sql: 'select id, name, role as detail, created_at as at from operators where name = $1',
  },
  {
    permission: 'grants:read',
    kind: 'person',
    // By unionId anywhere; by userId in the organisations there are, which its index begins with.
    sql: `select distinct on (union_id) union_id as id, name, concat_ws(' · ', user_id, corp_id) as detail, null::timestamptz as at from (
        (select union_id, user_id, corp_id, name from grants where union_id = $1 order by created_at desc limit 1)
        union all
        select g.* from (
          select corp_id from applications where corp_id is not null union select corp_id from application_organisations
        ) o cross join lateral (
          select union_id, user_id, corp_id, name from grants
          where corp_id = o.corp_id and user_id = $1 and state in ('active', 'suspended', 'needs_consent') limit 1
        ) g
      ) p limit 5`,
  },
  {
    permission: 'grants:read',
    kind: 'organisation',
    sql: `select $1 as id, null as name, null as detail, null::timestamptz as at
      where exists (select from applications where corp_id = $1) or exists (select from application_organisations where corp_id = $1)
        or exists (select from grants where corp_id = $1)`,
  },
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SCOPES_MAX = 8;
const PEOPLE_MAX = 8;

/** What something is that an operator has pasted: an id of anything, a name, an organisation, a permission point. */
export class Lookup {
  constructor(private readonly database: Database) {}

  /** Looks only where this operator may look. */
  async find(pasted: string, operator: Operator): Promise<LookupResponse> {
    const q = pasted.trim();
    const lower = q.toLowerCase();
    const shelves = UUID.test(lower) ? byId : byWord;
    const looked = await Promise.all([
      ...shelves
        .filter(({ permission }) => mayDo(operator, permission))
        .map(({ kind, sql }) => this.lookIn(kind, sql, [shelves === byId ? lower : q])),
      ...(shelves === byWord && mayDo(operator, 'grants:read')
        ? [this.lookIn('person', peopleNamedSql, [beginningOf(q), PEOPLE_MAX])]
        : []),
    ]);
    // Whoever is found by an id can be found by a name too.
    const found = new Map(looked.flat().map((hit) => [`${hit.kind} ${hit.id}`, hit]));
    return { items: [...found.values(), ...scopesLike(lower)].map(hitOf) };
  }

  private async lookIn(kind: LookupHit['kind'], sql: string, values: readonly unknown[]): Promise<Hit[]> {
    const rows = await this.database.query<Omit<Hit, 'kind'> & Record<string, unknown>>(sql, values);
    return rows.map((row) => ({ ...row, kind }));
  }
}

/** The catalogue is no secret. The whole code first. */
function scopesLike(q: string): Hit[] {
  return scopeCatalogue
    .all()
    .filter(({ code, name }) => code.toLowerCase().includes(q) || name.zh.includes(q))
    .sort((one, other) => one.code.length - other.code.length)
    .slice(0, SCOPES_MAX)
    .map(({ code, name }): Hit => ({ kind: 'scope', id: code, name: code, detail: name.zh }));
}

function hitOf({ kind, id, name = null, detail = null, at = null }: Hit): LookupHit {
  return { kind, id, name, detail, at: at?.toISOString() ?? null };
}

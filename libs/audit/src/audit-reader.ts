import type { Database } from '@app/database';
import type { AuditEventType } from './audit-event.js';
import { auditEventColumns } from './sql/audit.sql.js';

/** One record as operators read it. */
export interface AuditEvent {
  readonly id: string;
  readonly occurredAt: Date;
  readonly type: AuditEventType;
  readonly actor: string;
  readonly callerId: string | null;
  readonly grantId: string | null;
  readonly application: string | null;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[] | null;
  readonly purpose: string | null;
  readonly outcome: string;
  readonly rule: string | null;
  readonly handoutId: string | null;
  readonly delivery: 'token' | 'handle' | 'gateway' | null;
  readonly liveUntil: Date | null;
  readonly requestId: string;
  readonly lane: number;
  readonly seq: number;
  readonly details: Readonly<Record<string, unknown>> | null;
}

export interface AuditFilter {
  readonly grantId?: string;
  readonly callerId?: string;
  readonly userId?: string;
  readonly unionId?: string;
  readonly requestId?: string;
  /** Any of them. */
  readonly types?: readonly AuditEventType[];
  /** What left, or everything else that happened: a grant's hand-outs may be a million, and its changes are a few. */
  readonly only?: 'handouts' | 'changes';
  readonly from?: Date;
  readonly to?: Date;
}

const filterColumns: Record<Exclude<keyof AuditFilter, 'only' | 'types'>, string> = {
  grantId: 'grant_id =',
  callerId: 'caller_id =',
  userId: 'user_id =',
  unionId: 'union_id =',
  requestId: 'request_id =',
  from: 'occurred_at >=',
  to: 'occurred_at <',
};

const onlyConditions = {
  handouts: 'handout_id is not null',
  changes: `handout_id is null and type not in ('handout.refused', 'handout.rate_limited')`,
} as const;

const leaving: ReadonlySet<AuditEventType> = new Set(['token.handed_out', 'handle.handed_out', 'gateway.called']);
const refusing: ReadonlySet<AuditEventType> = new Set(['handout.refused', 'handout.rate_limited']);

/** A type is one or the other, so no record is of a type and of what that type is not; looking for one would read the whole trail. */
function possibleTypes({ types, only }: AuditFilter): readonly AuditEventType[] | undefined {
  if (only === 'handouts') return types?.filter((type) => leaving.has(type));
  if (only === 'changes') return types?.filter((type) => !leaving.has(type) && !refusing.has(type));
  return types;
}

/** Where a page ended. The time is text because the database keeps microseconds and a `Date` does not. */
export interface AuditPosition {
  readonly occurredAt: string;
  readonly id: string;
}

/** Reads the trail, newest first, by keyset on (occurred_at, id). Whoever calls it records that the trail was read. */
export class AuditReader {
  constructor(private readonly database: Database) {}

  /** At most `limit` records after the position given, and the position to go on from if there are more. */
  async page(
    filter: AuditFilter,
    limit: number,
    after?: AuditPosition,
  ): Promise<{ events: AuditEvent[]; next?: AuditPosition }> {
    const types = possibleTypes(filter);
    if (types?.length === 0) return { events: [] };
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = (Object.keys(filterColumns) as (keyof typeof filterColumns)[]).flatMap((key) =>
      filter[key] === undefined ? [] : [`${filterColumns[key]} ${bind(filter[key])}`],
    );
    if (filter.only) conditions.push(onlyConditions[filter.only]);
    if (after) conditions.push(`(occurred_at, id) < (${bind(after.occurredAt)}::timestamptz, ${bind(after.id)}::uuid)`);
    const most = bind(limit + 1);
    const newest = (and: readonly string[]) => `
      select ${auditEventColumns}, occurred_at::text as position from audit_events
      ${and.length > 0 ? `where ${and.join(' and ')}` : ''} order by occurred_at desc, id desc limit ${most}`;
    // Each type is a walk of its own along the index, newest first; a walk for several at once would read all there is between them.
    const sql = types
      ? `select * from (
          ${types.map((type) => `(${newest([...conditions, `type = ${bind(type)}`])})`).join(' union all ')}
        ) records order by "occurredAt" desc, id desc limit ${most}`
      : newest(conditions);
    const rows = await this.database.query<AuditEvent & { position: string }>(sql, values);
    const events = rows.slice(0, limit).map(({ position: _, ...event }) => event);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { events, ...(last && { next: { occurredAt: last.position, id: last.id } }) };
  }
}

import type { AuditLog } from '@app/audit';
import type { ConsentRequestResponse, ListConsentRequestsQuery, Page } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { ConsentLinks } from '../procedures/consent-links.js';
import { type Act, actorOf } from './act.js';

interface ConsentRow {
  readonly id: string;
  readonly state: ConsentRequestResponse['state'];
  readonly origin: ConsentRequestResponse['origin'];
  readonly callerId: string | null;
  readonly callerName: string | null;
  readonly application: string;
  readonly corpId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: string[];
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly completedAt: Date | null;
  readonly notifiedAt: Date | null;
  readonly grantId: string | null;
  readonly endsAt: Date | null;
  readonly once: boolean;
  readonly position: string;
  readonly [column: string]: unknown;
}

/** A link nobody answered in time has lapsed, whether its row says so yet or not. */
const consentsSql = `
  select c.id, case when c.state = 'pending' and c.expires_at <= now() then 'expired' else c.state end as state, c.origin,
    c.caller_id as "callerId", k.name as "callerName", c.application, c.corp_id as "corpId", c.user_id as "userId", c.union_id as "unionId",
    c.scopes, c.reason, c.created_at as "createdAt", c.expires_at as "expiresAt", c.completed_at as "completedAt",
    c.notified_at as "notifiedAt", c.grant_id as "grantId", c.ends_at as "endsAt", c.once, c.created_at::text as position
  from consents c left join callers k on k.id = c.caller_id`;

const inState: Record<ConsentRequestResponse['state'], string> = {
  pending: `c.state = 'pending' and c.expires_at > now()`,
  granted: `c.state = 'granted'`,
  rejected: `c.state = 'rejected'`,
  expired: `(c.state = 'expired' or c.state = 'pending' and c.expires_at <= now())`,
};

const columns = {
  application: 'c.application',
  callerId: 'c.caller_id',
  corpId: 'c.corp_id',
  userId: 'c.user_id',
  unionId: 'c.union_id',
} as const;

const cancelSql = `
  update consents set state = 'expired', expires_at = now() where id = $1 and state = 'pending' and expires_at > now()
  returning application, corp_id as "corpId", caller_id as "callerId", user_id as "userId", union_id as "unionId", scopes`;

/** Who was asked for their consent, by which service, and what became of it. */
export class ConsentRequests {
  constructor(
    private readonly database: Database,
    private readonly links: ConsentLinks,
    private readonly audit: AuditLog,
  ) {}

  /** Newest first. */
  async list({ limit, cursor, state, ...equal }: ListConsentRequestsQuery): Promise<Page<ConsentRequestResponse>> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = (Object.keys(columns) as (keyof typeof columns)[]).flatMap((key) =>
      equal[key] === undefined ? [] : [`${columns[key]} = ${bind(equal[key])}`],
    );
    if (state !== undefined) conditions.push(inState[state]);
    if (cursor !== undefined) {
      const [createdAt, id] = decodeCursor(cursor, ['time', 'uuid']);
      conditions.push(`(c.created_at, c.id) < (${bind(createdAt)}::timestamptz, ${bind(id)}::uuid)`);
    }
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
    const rows = await this.database.query<ConsentRow>(
      `${consentsSql} ${where} order by c.created_at desc, c.id desc limit ${bind(limit + 1)}`,
      values,
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map((row) => this.bodyOf(row)),
      nextCursor: last ? encodeCursor([last.position, last.id]) : null,
    };
  }

  async get(id: string): Promise<ConsentRequestResponse> {
    const [row] = await this.database.query<ConsentRow>(`${consentsSql} where c.id = $1`, [id]);
    if (!row) throw new BrokerError('not_found', { detail: 'There is no such consent.' });
    return this.bodyOf(row);
  }

  /** Its link answers nobody any more; whoever asked may ask again. Throws `conflict` if the person has answered or it has lapsed. */
  async cancel(id: string, reason: string, act: Act): Promise<ConsentRequestResponse> {
    await this.get(id);
    await this.database.transaction(async (tx) => {
      const [consent] = await tx.query<{
        application: string;
        corpId: string | null;
        callerId: string | null;
        userId: string | null;
        unionId: string | null;
        scopes: string[];
      }>(cancelSql, [id]);
      if (!consent) throw new BrokerError('conflict', { detail: 'This consent is not open any more.' });
      await this.audit.append(tx, {
        type: 'consent.cancelled',
        outcome: 'ok',
        actor: actorOf(act),
        requestId: act.requestId,
        ...consent,
        details: { consentId: id, reason },
      });
    });
    return this.get(id);
  }

  private bodyOf({ position: _, callerId, callerName, ...row }: ConsentRow): ConsentRequestResponse {
    return {
      ...row,
      caller: callerId === null ? null : { id: callerId, name: callerName ?? callerId },
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      completedAt: row.completedAt?.toISOString() ?? null,
      notifiedAt: row.notifiedAt?.toISOString() ?? null,
      endsAt: row.endsAt?.toISOString() ?? null,
      consentUrl: row.state === 'pending' ? this.links.urlOf(row.application, row.id) : null,
    };
  }
}

import type { LiveHandout } from '@app/audit';
import type { ListRevocationsQuery, Page, RevocationResponse } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { RevocationCause } from '../procedures/revoke-grants.js';

interface RevocationRow {
  [column: string]: unknown;
  revocationId: string;
  grantId: string;
  application: string;
  corpId: string;
  userId: string | null;
  unionId: string;
  actor: string;
  reason: string;
  cause: RevocationCause;
  jobId: string | null;
  revokedAt: Date;
  /** As it is kept: with times as text. */
  liveHandouts: (Omit<LiveHandout, 'expiresAt'> & { expiresAt: string })[] | null;
  upstreamLiveUntil: Date | null;
  position: string;
}

const columns = `id as "revocationId", grant_id as "grantId", application, corp_id as "corpId", user_id as "userId",
  union_id as "unionId", actor, reason, cause, job_id as "jobId", revoked_at as "revokedAt", live_handouts as "liveHandouts",
  upstream_live_until as "upstreamLiveUntil", revoked_at::text as position`;

const conditions = {
  application: 'application =',
  corpId: 'corp_id =',
  userId: 'user_id =',
  unionId: 'union_id =',
  actor: 'actor ^@',
  from: 'revoked_at >=',
  to: 'revoked_at <',
} as const satisfies Record<Exclude<keyof ListRevocationsQuery, 'limit' | 'cursor'>, string>;

/** Reading what was revoked: the receipts, by whom and why. */
export class Revocations {
  constructor(private readonly database: Database) {}

  /** Newest first, by keyset on (revokedAt, id); the time travels as text because a `Date` would lose its microseconds. */
  async list({ limit, cursor, ...query }: ListRevocationsQuery): Promise<Page<RevocationResponse>> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const where = (Object.keys(conditions) as (keyof typeof conditions)[]).flatMap((key) =>
      query[key] === undefined ? [] : [`${conditions[key]} ${bind(query[key])}`],
    );
    if (cursor !== undefined) {
      const [revokedAt, id] = decodeCursor(cursor, ['time', 'uuid']);
      where.push(`(revoked_at, id) < (${bind(revokedAt)}::timestamptz, ${bind(id)}::uuid)`);
    }
    const rows = await this.database.query<RevocationRow>(
      `select ${columns} from revocations ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
       order by revoked_at desc, id desc limit ${bind(limit + 1)}`,
      values,
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map(responseOf),
      nextCursor: last ? encodeCursor([last.position, last.revocationId]) : null,
    };
  }

  async get(id: string): Promise<RevocationResponse> {
    const [row] = await this.database.query<RevocationRow>(`select ${columns} from revocations where id = $1`, [id]);
    if (!row) throw new BrokerError('not_found', { detail: 'There is no such revocation.' });
    return responseOf(row);
  }
}

function responseOf({ position: _, revokedAt, upstreamLiveUntil, ...row }: RevocationRow): RevocationResponse {
  return {
    ...row,
    revokedAt: revokedAt.toISOString(),
    upstreamLiveUntil: upstreamLiveUntil?.toISOString() ?? null,
  };
}

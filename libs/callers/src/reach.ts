import type { Database } from '@app/database';
import { entitlementsReachingSql } from './sql/reach.sql.js';

/** Where a person's grant is, or would be. */
export interface Place {
  /** Places where there is no grant yet come after those where there is one. */
  readonly later: boolean;
  readonly application: string;
  readonly corpId: string;
  /** Null where it is not known, and in no organisation. */
  readonly userId: string | null;
}

/** One entitlement at one place. */
export interface ReachPosition {
  readonly later: boolean;
  readonly application: string;
  readonly corpId: string;
  readonly callerId: string;
  readonly position: number;
}

interface ReachRow {
  [column: string]: unknown;
  application: string;
  corpId: string;
  callerId: string;
  position: number;
  now: Date;
}

/**
 * Which entitlements reach a person at these places, at most `limit` after the position given. Those that have expired reach nobody;
 * whether a caller is disabled, or something suspended, is not looked at. With the database's time.
 */
export async function entitlementsReaching(
  database: Database,
  unionId: string,
  places: readonly Place[],
  limit: number,
  after?: ReachPosition,
): Promise<{ reaching: ReachPosition[]; now: Date; next?: ReachPosition }> {
  const rows = await database.query<ReachRow>(entitlementsReachingSql, [
    places.map(({ later }) => (later ? 1 : 0)),
    places.map(({ application }) => application),
    places.map(({ corpId }) => corpId),
    places.map(({ userId }) => userId),
    unionId,
    after ? (after.later ? 1 : 0) : null,
    after?.application ?? null,
    after?.corpId ?? null,
    after?.callerId ?? null,
    after?.position ?? null,
    limit + 1,
  ]);
  const laterAt = new Map(places.map(({ application, corpId, later }) => [`${application} ${corpId}`, later]));
  const reaching = rows
    .slice(0, limit)
    .map(({ now: _, ...row }) => ({ ...row, later: laterAt.get(`${row.application} ${row.corpId}`) ?? false }));
  const last = rows.length > limit ? reaching.at(-1) : undefined;
  return { reaching, now: rows[0]?.now ?? new Date(), ...(last && { next: last }) };
}

import type { Database } from '@app/database';
import type { AuditPosition } from './audit-reader.js';
import {
  goodHandlesSql,
  grantsHeldByCallerSql,
  handoutReturnedSql,
  handoutSql,
  heldTokensSql,
  lastHandoutsByCallerSql,
  lastHandoutsSql,
  lastUsesSql,
  liveHandoutsByCallerSql,
  liveHandoutsSql,
  usersOfGrantSql,
  usersSql,
  usesByPurposeSql,
  usesSql,
} from './sql/audit.sql.js';

/** A hand-out whose token lives at DingTalk, whatever becomes of its grant. Handles end with their grant, so they are never among them. */
export interface LiveHandout {
  readonly handoutId: string;
  readonly callerId: string;
  readonly delivery: 'token';
  readonly expiresAt: Date;
}

/**
 * What revocations cannot take back, because DingTalk has no way to revoke a token, by grant; grants without any are absent. Read it
 * after `AuditLanes.raiseEpochs`.
 */
export async function liveHandouts(
  database: Database,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LiveHandout[]>> {
  const rows = await database.query<LiveHandout & { grantId: string }>(liveHandoutsSql, [grantIds]);
  const byGrant = new Map<string, LiveHandout[]>();
  for (const { grantId, ...handout } of rows) {
    const found = byGrant.get(grantId);
    if (found) found.push(handout);
    else byGrant.set(grantId, [handout]);
  }
  return byGrant;
}

/** How much of a set of grants one caller holds live. */
export interface LiveHandoutsOfCaller {
  readonly callerId: string;
  readonly handouts: number;
  readonly lastUntil: Date;
}

/** Who would be left with what, if these grants ended now; those with most first. */
export async function liveHandoutsByCaller(
  database: Database,
  grantIds: readonly string[],
): Promise<LiveHandoutsOfCaller[]> {
  return database.query<LiveHandoutsOfCaller & Record<string, unknown>>(liveHandoutsByCallerSql, [grantIds]);
}

/** Ids of the grants of which a caller still holds a token or a handle. */
export async function grantsHeldByCaller(database: Database, callerId: string): Promise<string[]> {
  const rows = await database.query<{ grantId: string }>(grantsHeldByCallerSql, [callerId]);
  return rows.map(({ grantId }) => grantId);
}

/** Seconds between a hand-out's id, made by the broker, and its record, dated by the database: nearly always, and at the very most. */
const CLOCKS_APART = [5, 600];

/** What a caller was handed, with the actor its record names. */
export interface Handout {
  readonly actor: string;
  readonly grantId: string;
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string;
  readonly delivery: 'token' | 'handle' | 'gateway';
  readonly tokenVersion: number;
  /** Null for a call through the gateway. */
  readonly liveUntil: Date | null;
  readonly occurredAt: Date;
}

/** Undefined if there is none of this id, or not of this caller. */
export async function handoutOf(database: Database, callerId: string, handoutId: string): Promise<Handout | undefined> {
  // The first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562 section 5.7).
  const madeAt = Number.parseInt(handoutId.replaceAll('-', '').slice(0, 12), 16) / 1_000;
  for (const seconds of CLOCKS_APART) {
    const [row] = await database.query<Handout & Record<string, unknown>>(handoutSql, [
      callerId,
      handoutId,
      madeAt,
      seconds,
    ]);
    if (row) return row;
  }
  return undefined;
}

/** When its caller said that it no longer holds it; undefined if it has not. */
export async function returnedAt(
  database: Database,
  grantId: string,
  handoutId: string,
  handedOutAt: Date,
): Promise<Date | undefined> {
  const [row] = await database.query<{ returnedAt: Date }>(handoutReturnedSql, [grantId, handoutId, handedOutAt]);
  return row?.returnedAt;
}

/** When each of these grants was last used; grants never used are absent. */
export async function lastHandouts(
  database: Database,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await database.query<{ grantId: string; occurredAt: Date }>(lastHandoutsSql, [grantIds]);
  return new Map(rows.map(({ grantId, occurredAt }) => [grantId, occurredAt]));
}

/** How many of a grant's uses are looked through for each caller's last. */
const USES_LOOKED_THROUGH = 10_000;

/** When each caller last used each of these grants, by `<grantId> <callerId>`; absent if not among its newest 10 000 uses. */
export async function lastHandoutsByCaller(
  database: Database,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await database.query<{ grantId: string; callerId: string; occurredAt: Date }>(lastHandoutsByCallerSql, [
    grantIds,
    USES_LOOKED_THROUGH,
  ]);
  return new Map(rows.map(({ grantId, callerId, occurredAt }) => [`${grantId} ${callerId}`, occurredAt]));
}

/** One use of a grant: something of it left, or a call went through with it. */
export interface GrantUse {
  readonly occurredAt: Date;
  readonly callerId: string;
  readonly purpose: string | null;
}

/** The last use of each of these grants; grants never used are absent. */
export async function lastUses(
  database: Database,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, GrantUse>> {
  const rows = await database.query<GrantUse & { grantId: string }>(lastUsesSql, [grantIds]);
  return new Map(rows.map(({ grantId, ...use }) => [grantId, use]));
}

/** Uses of a grant, newest first: at most `limit` after the position given, and the position to go on from if there are more. */
export async function grantUses(
  database: Database,
  grantId: string,
  limit: number,
  after?: AuditPosition,
): Promise<{ items: GrantUse[]; next?: AuditPosition }> {
  const values = [grantId, limit + 1, after?.occurredAt ?? null, after?.id ?? null];
  return piece(await database.query<Placed<GrantUse>>(usesSql, values), limit);
}

type Placed<Item> = Item & { readonly id: string; readonly position: string };

/** Of rows that were asked for with one more than wanted. */
function piece<Item>(rows: readonly Placed<Item>[], limit: number): { items: Item[]; next?: AuditPosition } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map(({ id: _, position: __, ...item }) => item as Item);
  return { items, ...(last && { next: { occurredAt: last.position, id: last.id } }) };
}

/** A caller that has used a grant of late, and until when the last token it got lives at DingTalk; null if it holds none. */
export interface GrantUser {
  readonly callerId: string;
  readonly liveUntil: Date | null;
}

/** Who used the grant within the last `days`, the latest first. */
export async function grantUsers(database: Database, grantId: string, days: number): Promise<GrantUser[]> {
  return database.query<GrantUser & Record<string, unknown>>(usersSql, [grantId, days]);
}

/** What one caller took of a grant. */
export interface UserOfGrant {
  readonly callerId: string;
  readonly handouts: number;
  readonly lastHandoutAt: Date;
  readonly liveUntil: Date | null;
}

/** Who has used a grant, the latest first, among its newest 10 000 uses: at most `limit` after the position given. */
export async function usersOfGrant(
  database: Database,
  grantId: string,
  limit: number,
  after?: AuditPosition,
): Promise<{ items: UserOfGrant[]; next?: AuditPosition }> {
  const values = [grantId, USES_LOOKED_THROUGH, limit + 1, after?.occurredAt ?? null, after?.id ?? null];
  return piece(await database.query<Placed<UserOfGrant>>(usersOfGrantSql, values), limit);
}

/** What callers hold of a grant. */
interface Held {
  readonly grantId: string;
  readonly corpId: string;
  readonly callerId: string;
  readonly application: string;
  readonly until: Date;
}

/** Tokens of one grant that one caller holds, and until when the last of them works. */
export interface HeldTokens extends Held {
  readonly handouts: number;
}

/** A handle that works still, unless it or its grant was ended since. */
export interface GoodHandle extends Held {
  readonly handoutId: string;
}

/** Tokens of these grants whose time is not over, all of them, by who holds them. */
export async function heldTokens(database: Database, grantIds: readonly string[]): Promise<HeldTokens[]> {
  return database.query<HeldTokens & Record<string, unknown>>(heldTokensSql, [grantIds]);
}

/** How many handles of a few grants are looked at. */
const GOOD_HANDLES_MAX = 1_000;

/** Handles of these grants whose time is not over: the newest thousand. */
export async function goodHandles(database: Database, grantIds: readonly string[]): Promise<GoodHandle[]> {
  return database.query<GoodHandle & Record<string, unknown>>(goodHandlesSql, [grantIds, GOOD_HANDLES_MAX]);
}

/** What a caller used grants for. */
export interface UseByPurpose {
  readonly callerId: string;
  readonly application: string;
  readonly purpose: string | null;
  readonly handouts: number;
  readonly lastHandoutAt: Date;
}

/** Who used these grants and what for, the latest first, among the newest 10 000 uses of each: at most `limit` after the position given. */
export async function usesByPurpose(
  database: Database,
  grantIds: readonly string[],
  limit: number,
  after?: AuditPosition,
): Promise<{ items: UseByPurpose[]; next?: AuditPosition }> {
  const values = [grantIds, USES_LOOKED_THROUGH, limit + 1, after?.occurredAt ?? null, after?.id ?? null];
  return piece(await database.query<Placed<UseByPurpose>>(usesByPurposeSql, values), limit);
}

import type { Database } from '@app/database';
import { handoutEventTypes } from './audit-event.js';
import { handoutOutcomesSql, lastHandoutsSql, liveHandoutsSql } from './sql/audit.sql.js';

/** A hand-out whose token or handle has not expired yet. */
export interface LiveHandout {
  readonly handoutId: string;
  readonly callerId: string;
  readonly delivery: 'token' | 'handle';
  readonly expiresAt: Date;
}

/** What a revocation cannot take back, because DingTalk has no way to revoke a token. Read it after `AuditLanes.raiseEpochs`. */
export async function liveHandouts(database: Database, grantId: string): Promise<LiveHandout[]> {
  return database.query<LiveHandout & Record<string, unknown>>(liveHandoutsSql, [grantId]);
}

/** When each of these grants was last used; grants never used are absent. */
export async function lastHandouts(
  database: Database,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await database.query<{ grantId: string; occurredAt: Date }>(lastHandoutsSql, [grantIds]);
  return new Map(rows.map(({ grantId, occurredAt }) => [grantId, occurredAt]));
}

/** How requests for tokens ended within the last `seconds`, by outcome. */
export async function handoutOutcomes(database: Database, seconds: number): Promise<Record<string, number>> {
  const rows = await database.query<{ outcome: string; count: number }>(handoutOutcomesSql, [
    seconds,
    handoutEventTypes,
  ]);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

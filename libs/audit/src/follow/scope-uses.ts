import type { Database } from '@app/database';
import { countUsesSql, lastUsesOfScopesSql, usesOfKeysSql, usesOfScopeSql } from './scope-uses.sql.js';
import { type FollowerState, TrailFollower } from './trail-follower.js';

/** What a caller uses: one scope of one application. */
export interface ScopeKey {
  readonly callerId: string;
  readonly application: string;
  readonly scope: string;
}

/** How often and when last something left to a caller that carried the scope. */
export interface ScopeUse extends ScopeKey {
  readonly firstUsedAt: Date;
  readonly lastUsedAt: Date;
  readonly handouts: number;
}

/**
 * Who used which scope, counted from the trail as it grows, so that "never used since" is a lookup. Only what left counts: tokens, handles and
 * calls through the gateway, not what was refused. A token counts for every scope it carried, asked for or not, because its caller could use
 * each, and has to be entitled to each to be given it.
 */
export class ScopeUses {
  private readonly follower: TrailFollower;

  constructor(private readonly database: Database) {
    this.follower = new TrailFollower(database, 'scope_uses', async (tx, records) => {
      await tx.query(countUsesSql, records);
    });
  }

  /** Afterwards everything counts that was committed before. */
  async count(signal?: AbortSignal): Promise<void> {
    await this.follower.catchUp(signal);
  }

  /** Undefined before anything was counted. */
  async state(): Promise<FollowerState | undefined> {
    return this.follower.state();
  }

  /** Those never used are absent. */
  async of(keys: readonly ScopeKey[]): Promise<ScopeUse[]> {
    return this.database.query<ScopeUse & Record<string, unknown>>(usesOfKeysSql, [
      keys.map(({ callerId }) => callerId),
      keys.map(({ application }) => application),
      keys.map(({ scope }) => scope),
    ]);
  }

  /** The last use of each scope that was ever used. */
  async lastOfEachScope(): Promise<ReadonlyMap<string, ScopeUse>> {
    const rows = await this.database.query<ScopeUse & Record<string, unknown>>(lastUsesOfScopesSql);
    return new Map(rows.map((use) => [use.scope, use]));
  }

  /** Who used one scope, the latest first. */
  async ofScope(scope: string): Promise<ScopeUse[]> {
    return this.database.query<ScopeUse & Record<string, unknown>>(usesOfScopeSql, [scope]);
  }
}

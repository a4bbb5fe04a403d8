import type { Database } from '@app/database';
import { callersByScopeSql, givenOfKeysSql, givenOfScopeSql, givenScopesSql } from './sql/entitlement-history.sql.js';

/** One scope of one application that a caller may ask for. */
export interface EntitledScope {
  readonly callerId: string;
  readonly application: string;
  readonly scope: string;
}

/** Since when a caller may ask for it without a break, in whichever of its entitlements it stands. */
export interface GivenScope extends EntitledScope {
  readonly givenAt: Date;
  /** As in audit records; null: before this was kept. */
  readonly givenBy: string | null;
}

type GivenRow = GivenScope & { readonly [column: string]: unknown };

/** The rows of `given_scopes`: entitlements taken apart into what is reviewed one by one. Written by `CallerStore`. */
export class GivenScopes {
  constructor(private readonly database: Database) {}

  /** At most `limit` after the one named, ordered by caller, application and scope. */
  async page(limit: number, after?: EntitledScope): Promise<GivenScope[]> {
    const { callerId = null, application = null, scope = null } = after ?? {};
    return this.database.query<GivenRow>(givenScopesSql, [callerId, application, scope, limit]);
  }

  /** Those that do not stand are absent. */
  async of(keys: readonly EntitledScope[]): Promise<GivenScope[]> {
    return this.database.query<GivenRow>(givenOfKeysSql, [
      keys.map(({ callerId }) => callerId),
      keys.map(({ application }) => application),
      keys.map(({ scope }) => scope),
    ]);
  }

  async ofScope(scope: string): Promise<GivenScope[]> {
    return this.database.query<GivenRow>(givenOfScopeSql, [scope]);
  }

  /** How many callers may ask for each scope. */
  async callersByScope(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ scope: string; callers: number }>(callersByScopeSql);
    return new Map(rows.map(({ scope, callers }) => [scope, callers]));
  }
}

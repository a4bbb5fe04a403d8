import type { EntitledScope, GivenScope, GivenScopes } from '@app/callers';
import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import {
  addOpenSql,
  decideSql,
  decisionsOfReviewSql,
  dropDecisionsSql,
  keptSql,
  signDecisionsSql,
  unsignedSql,
} from './review-decisions.sql.js';
import { keyOf } from './scope-key.js';

/** That something unused stays, and why. */
export interface Kept {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

/** What there is to decide about, as it was when it was decided. */
export interface DecidedScope extends EntitledScope {
  readonly caller: string;
  readonly givenAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A decision, or that there was none when the review was signed. */
export interface Decision extends DecidedScope {
  readonly decision: 'kept' | 'narrowed' | 'open';
  readonly by: string | null;
  readonly at: Date | null;
  readonly reason: string | null;
}

interface KeptRow extends EntitledScope {
  readonly nowAt: Date | null;
  readonly nowBy: string;
  readonly nowReason: string;
  readonly beforeAt: Date | null;
  readonly beforeBy: string;
  readonly beforeReason: string;
  readonly [column: string]: unknown;
}

type DecisionRow = Decision & { readonly id: string; readonly [column: string]: unknown };

/** The rows of `review_decisions`. */
export class ReviewDecisions {
  constructor(
    private readonly database: Database,
    private readonly given: GivenScopes,
  ) {}

  async decide(
    tx: Transaction,
    decision: 'kept' | 'narrowed',
    scopes: readonly DecidedScope[],
    by: string,
    reason: string,
  ): Promise<void> {
    await tx.query(decideSql, [rowsOf(scopes), decision, by, reason]);
  }

  /** Decisions to keep what still stands as it did then, by `keyOf`: of the review under way, and of earlier ones. */
  async keptOf(
    scopes: readonly GivenScope[],
  ): Promise<ReadonlyMap<string, { readonly now: Kept | null; readonly before: Kept | null }>> {
    if (scopes.length === 0) return new Map();
    const rows = await this.database.query<KeptRow>(keptSql, [
      scopes.map(({ callerId }) => callerId),
      scopes.map(({ application }) => application),
      scopes.map(({ scope }) => scope),
      scopes.map(({ givenAt }) => givenAt),
    ]);
    return new Map(
      rows.map((row) => [
        keyOf(row),
        {
          now: row.nowAt && { at: row.nowAt, by: row.nowBy, reason: row.nowReason },
          before: row.beforeAt && { at: row.beforeAt, by: row.beforeBy, reason: row.beforeReason },
        },
      ]),
    );
  }

  /** What was decided since the last sign-off and holds still: something narrowed may have been given again, something kept taken. */
  async unsigned(): Promise<(Decision & { readonly id: string })[]> {
    const rows = await this.database.query<DecisionRow>(unsignedSql);
    const standing = new Map((await this.given.of(rows)).map((each) => [keyOf(each), each.givenAt]));
    return rows.filter((row) => {
      const givenAt = standing.get(keyOf(row));
      return row.decision === 'narrowed' ? givenAt === undefined : givenAt && row.at && givenAt <= row.at;
    });
  }

  /** From here on these belong to the review, together with what nobody has decided; what does not hold any more is forgotten. */
  async sign(
    tx: Transaction,
    reviewId: string,
    signed: readonly string[],
    open: readonly DecidedScope[],
  ): Promise<void> {
    await tx.query(signDecisionsSql, [reviewId, signed]);
    await tx.query(dropDecisionsSql);
    await tx.query(addOpenSql, [reviewId, rowsOf(open)]);
  }

  /** At most `limit` after the one named, in the order in which they were signed. */
  async ofReview(reviewId: string, limit: number | null, after?: EntitledScope): Promise<Decision[]> {
    const { callerId = null, application = null, scope = null } = after ?? {};
    return this.database.query<DecisionRow>(decisionsOfReviewSql, [reviewId, callerId, application, scope, limit]);
  }
}

function rowsOf(scopes: readonly DecidedScope[]): string {
  return JSON.stringify(
    scopes.map(({ callerId, caller, application, scope, givenAt, lastUsedAt }) => ({
      id: uuidv7(),
      caller_id: callerId,
      caller_name: caller,
      application,
      scope,
      given_at: givenAt,
      last_used_at: lastUsedAt,
    })),
  );
}

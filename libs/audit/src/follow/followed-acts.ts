import type { Database, Transaction } from '@app/database';
import type { AuditEventType } from '../audit-event.js';
import { recordsOfActs } from './follow.sql.js';
import { committedRecordsSql, TrailFollower } from './trail-follower.js';

/** What a record of an act says to whoever follows the trail. */
export interface FollowedAct {
  readonly id: string;
  /** RFC 3339 of UTC with microseconds. */
  readonly occurredAt: string;
  readonly type: AuditEventType;
  readonly outcome: string;
  readonly actor: string;
  readonly corpId: string;
  readonly grantId: string | null;
  readonly application: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[] | null;
  readonly tokenVersion: number | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

const actsSql = `
  select e.id, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt", e.type, e.outcome, e.actor,
    e.corp_id as "corpId", e.grant_id as "grantId", e.application, e.user_id as "userId", e.union_id as "unionId", e.scopes,
    e.token_version as "tokenVersion", e.details
  from ${committedRecordsSql} order by e.lane, e.seq`;

/** Reads every act once, hand-outs never among them. `work` asks for them if it wants to know: what it does not ask for is passed. */
export function followActs(
  database: Database,
  name: string,
  work: (tx: Transaction, acts: () => Promise<FollowedAct[]>) => Promise<void>,
): TrailFollower {
  return new TrailFollower(
    database,
    name,
    (tx, committed) => work(tx, () => tx.query<FollowedAct & Record<string, unknown>>(actsSql, committed)),
    { what: recordsOfActs, atOnce: 2_000 },
  );
}

import type { Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAct } from './audit-event.js';
import type { AuditLanes, Lane } from './audit-lanes.js';
import type { WrittenRecord } from './chain/lane-chain.js';
import { appendActsSql } from './sql/audit.sql.js';

/** Appends acts to this replica's own lane, in the transaction of whatever they record. */
export class AuditLog {
  private lane: Promise<number> | undefined;

  constructor(private readonly lanes: AuditLanes) {}

  /** Make it the last statement of the transaction: the lane is held from here to the commit. Returns the record's id. */
  async append(tx: Transaction, act: AuditAct): Promise<string> {
    const [id] = await this.appendAll(tx, [act]);
    if (id === undefined) throw new Error('The audit record was not written');
    return id;
  }

  /** Many acts in one statement, in this order; otherwise like `append`. */
  async appendAll(tx: Transaction, acts: readonly AuditAct[]): Promise<string[]> {
    const records = acts.map((act, position) => recordOf(act, position));
    const lane = await this.ownLane();
    if (!(await this.write(tx, lane, records)) && !(await this.write(tx, await this.laneAfter(lane), records))) {
      throw new Error('The audit records were not written');
    }
    return records.map(({ id }) => id);
  }

  /** False if the lane was closed. */
  private async write(tx: Transaction, lane: number, records: readonly object[]): Promise<boolean> {
    const rows = await tx.query<WrittenRecord & Record<string, unknown>>(appendActsSql, [
      lane,
      JSON.stringify(records),
    ]);
    if (rows.length !== records.length) return false;
    tx.afterCommit(() => this.lanes.written(lane, rows));
    return true;
  }

  /** Opens the lane ahead of the first act, so that no transaction waits for another connection. */
  async ready(): Promise<void> {
    await this.ownLane();
  }

  private async ownLane(): Promise<number> {
    return this.lane ?? this.opening(this.lanes.open('acts'));
  }

  private async laneAfter(closed: number): Promise<number> {
    if ((await this.ownLane()) !== closed) return this.ownLane();
    return this.opening(this.lanes.replace(closed, 'acts'));
  }

  private async opening(opened: Promise<Lane>): Promise<number> {
    const lane = opened.then((it) => it.lane);
    this.lane = lane;
    lane.catch(() => {
      if (this.lane === lane) this.lane = undefined;
    });
    return lane;
  }
}

function recordOf(act: AuditAct, position: number) {
  return {
    position,
    id: act.id ?? uuidv7(),
    type: act.type,
    outcome: act.outcome,
    actor: act.actor,
    request_id: act.requestId,
    corp_id: act.corpId,
    application: act.application,
    caller_id: act.callerId,
    grant_id: act.grantId,
    user_id: act.userId,
    union_id: act.unionId,
    scopes: act.scopes,
    token_version: act.tokenVersion,
    details: act.details,
  };
}

import type { Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAct } from './audit-event.js';
import type { AuditLanes, Lane } from './audit-lanes.js';
import type { WrittenRecord } from './chain/lane-chain.js';
import { appendActsSql } from './sql/audit.sql.js';

/** Appends acts to this replica's own lanes, in the transaction of whatever they record. */
export class AuditLog {
  private readonly lanes: readonly ActsLane[];
  /** A transaction stays in one lane: two that each held one and wanted the other's would wait for ever. */
  private readonly laneOf = new WeakMap<Transaction, ActsLane>();
  private taken = 0;

  /** As many transactions commit at once as it has lanes; the others wait for one of them. */
  constructor(
    private readonly owned: AuditLanes,
    lanes = 1,
  ) {
    this.lanes = Array.from({ length: lanes }, () => new ActsLane(owned));
  }

  /** Make it the last statement of the transaction: its lane is held from here to the commit. Returns the record's id. */
  async append(tx: Transaction, act: AuditAct): Promise<string> {
    const [id] = await this.appendAll(tx, [act]);
    if (id === undefined) throw new Error('The audit record was not written');
    return id;
  }

  /** Many acts in one statement, in this order; otherwise like `append`. */
  async appendAll(tx: Transaction, acts: readonly AuditAct[]): Promise<string[]> {
    const records = acts.map((act, position) => recordOf(act, position));
    const lane = this.laneFor(tx);
    const number = await lane.number();
    if (!(await this.write(tx, number, records)) && !(await this.write(tx, await lane.after(number), records))) {
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
    tx.afterCommit(() => this.owned.written(lane, rows));
    return true;
  }

  /** Opens the lanes ahead of the first act, so that no transaction waits for another connection. */
  async ready(): Promise<void> {
    for (const lane of this.lanes) await lane.number();
  }

  /** In turns. */
  private laneFor(tx: Transaction): ActsLane {
    const lane = this.laneOf.get(tx) ?? this.lanes[this.taken++ % this.lanes.length];
    if (!lane) throw new Error('There is no lane for acts');
    this.laneOf.set(tx, lane);
    return lane;
  }
}

/** One lane, whichever number it has by now. */
class ActsLane {
  private lane: Promise<number> | undefined;

  constructor(private readonly owned: AuditLanes) {}

  async number(): Promise<number> {
    return this.lane ?? this.opening(this.owned.open('acts'));
  }

  /** The one in place of a lane that was closed. */
  async after(closed: number): Promise<number> {
    if ((await this.number()) !== closed) return this.number();
    return this.opening(this.owned.replace(closed, 'acts'));
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

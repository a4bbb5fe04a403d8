import type { Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAct } from './audit-event.js';
import type { AuditLanes } from './audit-lanes.js';
import { appendActSql } from './sql/audit.sql.js';

/** Appends acts to this replica's own lane, in the transaction of whatever they record. */
export class AuditLog {
  private lane: Promise<number> | undefined;

  constructor(private readonly lanes: AuditLanes) {}

  /** Make it the last statement of the transaction: the lane is held from here to the commit. Returns the record's id. */
  async append(tx: Transaction, act: AuditAct): Promise<string> {
    const id = uuidv7();
    const rows = await tx.query(appendActSql, [
      await this.ownLane(),
      act.corpId ?? null,
      id,
      act.type,
      act.outcome,
      act.actor,
      act.callerId ?? null,
      act.grantId ?? null,
      act.application ?? null,
      act.userId ?? null,
      act.unionId ?? null,
      act.scopes ?? null,
      act.tokenVersion ?? null,
      act.requestId,
      act.details ? JSON.stringify(act.details) : null,
    ]);
    if (rows.length !== 1) throw new Error('The audit record was not written');
    return id;
  }

  /** Opens the lane ahead of the first act, so that no transaction waits for another connection. */
  async ready(): Promise<void> {
    await this.ownLane();
  }

  private async ownLane(): Promise<number> {
    this.lane ??= this.lanes.open('acts').then(({ lane }) => lane);
    this.lane.catch(() => {
      this.lane = undefined;
    });
    return this.lane;
  }
}

import type { Transaction } from '@app/database';
import {
  awaitReceiptsSql,
  cursorsSql,
  feedLockSql,
  forgetReceiptsSql,
  moveCursorsSql,
  receiptsSql,
} from './sql/feed.sql.js';

export interface AwaitedReceipt {
  readonly corpId: string;
  readonly revocationId: string;
}

/** How far each source of events has been told, and which receipts are still to be told. */
export class WebhookCursors {
  /** For one reader at a time; undefined if there is another one. By source; one that is absent has not been read. */
  async hold(tx: Transaction): Promise<Map<string, number> | undefined> {
    const [lock] = await tx.query<{ held: boolean }>(feedLockSql);
    if (!lock?.held) return undefined;
    const rows = await tx.query<{ source: string; position: number }>(cursorsSql);
    return new Map(rows.map(({ source, position }) => [source, position]));
  }

  async move(tx: Transaction, moves: ReadonlyMap<string, number>): Promise<void> {
    if (moves.size > 0) await tx.query(moveCursorsSql, [[...moves.keys()], [...moves.values()]]);
  }

  async awaitReceipts(tx: Transaction, receipts: readonly AwaitedReceipt[]): Promise<void> {
    if (receipts.length > 0) await tx.query(awaitReceiptsSql, columnsOf(receipts));
  }

  async awaited(tx: Transaction): Promise<AwaitedReceipt[]> {
    return tx.query<AwaitedReceipt & Record<string, unknown>>(receiptsSql);
  }

  async arrived(tx: Transaction, receipts: readonly AwaitedReceipt[]): Promise<void> {
    if (receipts.length > 0) await tx.query(forgetReceiptsSql, columnsOf(receipts));
  }
}

function columnsOf(receipts: readonly AwaitedReceipt[]): [string[], string[]] {
  return [receipts.map(({ corpId }) => corpId), receipts.map(({ revocationId }) => revocationId)];
}

import type { Transaction } from '@app/database';
import { awaitReceiptsSql, forgetReceiptsSql, receiptsSql } from './sql/receipts.sql.js';

export interface AwaitedReceipt {
  readonly corpId: string;
  readonly revocationId: string;
}

/** Receipts that are still to be told of. */
export class AwaitedReceipts {
  async add(tx: Transaction, receipts: readonly AwaitedReceipt[]): Promise<void> {
    if (receipts.length > 0) await tx.query(awaitReceiptsSql, columnsOf(receipts));
  }

  /** Some of them, held by this transaction. */
  async take(tx: Transaction): Promise<AwaitedReceipt[]> {
    return tx.query<AwaitedReceipt & Record<string, unknown>>(receiptsSql);
  }

  async arrived(tx: Transaction, receipts: readonly AwaitedReceipt[]): Promise<void> {
    if (receipts.length > 0) await tx.query(forgetReceiptsSql, columnsOf(receipts));
  }
}

function columnsOf(receipts: readonly AwaitedReceipt[]): [string[], string[]] {
  return [receipts.map(({ corpId }) => corpId), receipts.map(({ revocationId }) => revocationId)];
}

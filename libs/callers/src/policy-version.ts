import type { Transaction } from '@app/database';

/**
 * Raises the version that every hand-out of every caller is judged by. Call it in the transaction of each change that is not one
 * caller's own (an application, a suspension): the change then holds from the very next hand-out statement on every replica.
 */
export async function raisePolicyVersion(tx: Transaction): Promise<void> {
  await tx.query('update policy_state set version = version + 1');
}

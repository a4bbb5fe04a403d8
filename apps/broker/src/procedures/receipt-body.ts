import type { RevocationReceiptBody } from '@app/contract';
import type { RevocationReceipt } from './revoke-grants.js';

/** A receipt as it is on the wire, for whichever flow gives it. */
export function receiptBodyOf(receipt: RevocationReceipt): RevocationReceiptBody {
  return {
    ...receipt,
    revokedAt: receipt.revokedAt.toISOString(),
    liveHandouts: receipt.liveHandouts.map((handout) => ({ ...handout, expiresAt: handout.expiresAt.toISOString() })),
    upstreamLiveUntil: receipt.upstreamLiveUntil?.toISOString() ?? null,
  };
}

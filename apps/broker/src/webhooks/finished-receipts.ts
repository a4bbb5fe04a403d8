import type { Transaction } from '@app/database';
import type { AwaitedReceipt, WebhookMessage } from '@app/webhooks';

/** Of these revocations, those whose receipt has been read. */
const finishedSql = `
  select corp_id as "corpId", id as "revocationId", grant_id as "grantId", application, user_id as "userId", union_id as "unionId", cause,
    to_char(revoked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", upstream_live_until as "upstreamLiveUntil",
    live_handouts as "liveHandouts"
  from revocations where (corp_id, id) in (select * from unnest($1::text[], $2::uuid[])) and live_handouts is not null`;

interface FinishedReceipt extends AwaitedReceipt {
  readonly grantId: string;
  readonly application: string;
  readonly userId: string | null;
  readonly unionId: string;
  readonly cause: string;
  readonly revokedAt: string;
  readonly upstreamLiveUntil: Date | null;
  readonly liveHandouts: readonly unknown[];
}

/** What is still live after a revocation is known a moment after the grant has ended. */
export async function finishedReceipts(
  tx: Transaction,
  awaited: readonly AwaitedReceipt[],
): Promise<(AwaitedReceipt & { readonly message: WebhookMessage })[]> {
  if (awaited.length === 0) return [];
  const rows = await tx.query<FinishedReceipt & Record<string, unknown>>(finishedSql, [
    awaited.map(({ corpId }) => corpId),
    awaited.map(({ revocationId }) => revocationId),
  ]);
  return rows.map(({ revokedAt, upstreamLiveUntil, ...receipt }) => {
    const { corpId, revocationId, unionId } = receipt;
    const data = { ...receipt, revokedAt, upstreamLiveUntil: upstreamLiveUntil?.toISOString() ?? null };
    return { corpId, revocationId, message: { type: 'revocation.completed', timestamp: revokedAt, data, unionId } };
  });
}

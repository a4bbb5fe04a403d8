import type { grpc } from '@app/contract';
import { textOf, timestampOf } from '../grpc/decode.js';
import type { GrpcCall, GrpcStream } from '../grpc/methods.js';
import type { FeedEntry } from './revocation-feed.sql.js';
import type { Tidings, WatchRevocations } from './watch-revocations.js';

/** Hand-outs in one message, so that it stays far below what gRPC clients take (4 MiB). */
const HANDOUTS_AT_ONCE = 1_000;

/** `WatchRevocations`. There is none of it in REST. */
export class WatchGrpc {
  constructor(private readonly watch: WatchRevocations) {}

  readonly watchRevocations = async (
    { cursor }: grpc.WatchRevocationsRequest,
    { caller }: GrpcCall,
    stream: GrpcStream<grpc.WatchRevocationsResponse>,
  ): Promise<never> => {
    let sent = '';
    return this.watch.execute(caller, textOf(cursor), {
      signal: stream.signal,
      end: stream.end,
      async send({ cursor: next, entry }: Tidings) {
        // A revocation is over with its last part: whoever comes back in between hears all of it again.
        const parts = entry ? partsOf(entry) : [undefined];
        for (const [n, revocation] of parts.entries()) {
          await stream.send({ cursor: n === parts.length - 1 ? next : sent, revocation });
        }
        sent = next;
      },
    });
  };
}

function partsOf(entry: FeedEntry): grpc.Revocation[] {
  const parts: grpc.Revocation[] = [];
  for (let from = 0; from < entry.liveHandouts.length; from += HANDOUTS_AT_ONCE) {
    parts.push({
      revocation_id: entry.revocationId,
      grant_id: entry.grantId,
      application: entry.application,
      corp_id: entry.corpId,
      user_id: entry.userId ?? '',
      union_id: entry.unionId,
      revoked_at: timestampOf(entry.revokedAt),
      live_handouts: entry.liveHandouts
        .slice(from, from + HANDOUTS_AT_ONCE)
        .map(({ handoutId, delivery, expiresAt }) => ({
          handout_id: handoutId,
          delivery,
          expires_at: timestampOf(new Date(expiresAt)),
        })),
    });
  }
  return parts;
}

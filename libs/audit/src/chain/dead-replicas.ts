import type { AuditKeys } from './audit-keys.js';
import type { ChainStore } from './chain-store.js';
import { type Checkpoint, checkpointHash, isSignedBy, readBody, signCheckpoint } from './checkpoint.js';
import { LaneChain } from './lane-chain.js';

/** Six checkpoints were missed. A replica that was only stalled for so long goes on in new lanes. */
const DEAD_AFTER_SECONDS = 60;

interface DeadReplicasOptions {
  readonly store: ChainStore;
  readonly keys: AuditKeys;
  readonly publish: (checkpoint: Checkpoint) => Promise<void>;
}

/**
 * Ends the chains of replicas that are gone: shuts their lanes, reads what is there beyond their last checkpoint, and signs it. Between
 * that checkpoint and this signature nobody but the database vouches for the records.
 */
export class DeadReplicas {
  constructor(private readonly options: DeadReplicasOptions) {}

  /** How many were closed. Throws if one cannot be, after the others: its last checkpoint is not ours, or a record is missing. */
  async close(by: string): Promise<number> {
    const { store } = this.options;
    const troubles: unknown[] = [];
    const dead = await store.dead(DEAD_AFTER_SECONDS, by);
    for (const replica of dead) {
      try {
        await store.shut(replica);
        await this.end(replica, by);
      } catch (cause) {
        troubles.push(cause);
      }
    }
    if (troubles.length > 0)
      throw new AggregateError(troubles, 'The audit chains of replicas that are gone cannot be closed');
    return dead.length;
  }

  private async end(replica: string, by: string): Promise<void> {
    const { store, keys, publish } = this.options;
    const last = await store.last(replica);
    if (!last) return store.closeUnannounced(replica);
    const publicKey = (await keys.all()).ours.get(last.keyId);
    if (!publicKey || !isSignedBy(last, publicKey)) {
      throw new Error(`Checkpoint ${last.number} of replica ${replica} is not signed with a key of ours`);
    }
    const marks = await Promise.all(
      readBody(last).lanes.map(async ({ lane, seq, head }) => {
        const chain = new LaneChain(lane, { seq, head: Buffer.from(head, 'hex') });
        if (await store.catchUp(chain)) return chain.mark();
        throw new Error(`Lane ${lane} of replica ${replica} lacks a record after ${chain.seq}`);
      }),
    );
    const seen = await store.newestOfOthers(replica);
    const facts = { replica, number: last.number + 1, at: await store.time(), marks, seen, closes: true, by };
    const closing = signCheckpoint({ ...facts, previous: checkpointHash(last) }, await keys.current());
    if (await store.addClosing(closing)) await publish(closing);
  }
}

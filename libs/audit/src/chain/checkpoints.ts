import type { AuditLanes, LaneWriter } from '../audit-lanes.js';
import type { AuditKeys } from './audit-keys.js';
import type { ChainStore } from './chain-store.js';
import { type Checkpoint, checkpointHash, type SignedChange, signCheckpoint } from './checkpoint.js';

/** At most this long nothing proves a record. */
export const CHECKPOINT_EVERY_MS = 10_000;

export interface CheckpointsOptions {
  readonly store: ChainStore;
  readonly lanes: AuditLanes;
  readonly keys: AuditKeys;
  /** Told of each checkpoint once it is committed, to take it out of the reach of whoever can write to the database. */
  readonly publish: (checkpoint: Checkpoint) => Promise<void>;
  /** A checkpoint could not be made, or cannot be true: a committed record is missing. */
  readonly onTrouble: (cause: unknown) => void;
}

/** What one writer has signed so far. */
interface Signed {
  number: number;
  previous: string | null;
  lanes: number;
  /** Signed, and not known to be stored. It is stored as it is or never: two of one number would be two histories. */
  pending: Checkpoint | undefined;
}

/** Makes the checkpoints of this replica: one at the start, before anything is written, one every few seconds while something is, and one at the end. */
export class Checkpoints {
  private readonly signed = new WeakMap<LaneWriter, Signed>();
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CheckpointsOptions) {}

  /** Announces the lanes that are open. From now on none is used before it is announced. */
  async start(): Promise<void> {
    await this.make();
    this.options.lanes.announceWith(async () => void (await this.make()));
    this.timer = setInterval(() => void this.make().catch(this.options.onTrouble), CHECKPOINT_EVERY_MS);
  }

  /**
   * Signs at once that this process is about to change what was signed before, together with what was written so far. Throws unless the
   * checkpoint is stored; then the change must not be made. Announced and not made, it means nothing. Answers which checkpoint names it.
   */
  async announce(change: SignedChange): Promise<Pick<Checkpoint, 'replica' | 'number'>> {
    const { lanes } = this.options;
    // A replica that was taken for dead is unknown under its new name until it has a lane.
    if (lanes.writer.chains.size === 0) await lanes.open('acts');
    const made = await this.make([change]);
    if (!made) throw new Error(`The change ${change.id} was not announced; it can be tried again`);
    return made;
  }

  /** To be called when nothing is written any more. What is not signed here is signed by another replica. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    const { lanes, store } = this.options;
    await this.make();
    await store.shut(lanes.replica);
    await this.close(lanes.writer);
  }

  /** One after the other, whoever asks. */
  private async make(changes: readonly SignedChange[] = []): Promise<Checkpoint | undefined> {
    const made = this.busy.then(() => this.makeOne(this.options.lanes.writer, changes));
    this.busy = made.catch(() => undefined);
    return made;
  }

  /** Undefined if there is nothing to sign, or nothing can be signed in the writer's name any more. */
  private async makeOne(writer: LaneWriter, changes: readonly SignedChange[]): Promise<Checkpoint | undefined> {
    const { store, lanes, keys } = this.options;
    // Without a lane it is not even known to the others.
    if (writer.chains.size === 0) return undefined;
    const signed = this.signedBy(writer);
    if (!(await this.settle(writer, signed))) return undefined;
    await this.catchUp(writer, ({ hasGap }) => hasGap);
    const key = await keys.current();
    const seen = signed.number === 0 ? await store.newestOfOthers(writer.replica) : [];
    const chains = [...writer.chains.values()];
    const moved = chains.length > signed.lanes || chains.some((chain) => chain.moved);
    const marks = chains.map((chain) => chain.mark());
    const at = await store.touch(writer.replica);
    if (at === undefined) {
      lanes.renew(writer);
      return undefined;
    }
    if (!moved && changes.length === 0) return undefined;
    const { replica } = writer;
    const number = signed.number + 1;
    const { previous } = signed;
    const facts = { replica, number, at, marks, previous, seen, changes, closes: false, by: replica };
    const checkpoint = signCheckpoint(facts, key);
    signed.pending = checkpoint;
    signed.lanes = chains.length;
    chains.forEach((chain, n) => {
      const mark = marks[n];
      if (mark) chain.keep(mark);
    });
    return (await this.settle(writer, signed)) ? checkpoint : undefined;
  }

  /** False if the writer was shut; then whoever shut it goes on from the checkpoint before. */
  private async settle(writer: LaneWriter, signed: Signed): Promise<boolean> {
    const { pending } = signed;
    if (!pending) return true;
    if (!(await this.options.store.add(pending))) {
      this.options.lanes.renew(writer);
      return false;
    }
    signed.pending = undefined;
    signed.number = pending.number;
    signed.previous = checkpointHash(pending);
    await this.options.publish(pending);
    return true;
  }

  private async close(writer: LaneWriter): Promise<void> {
    const { store, keys, publish } = this.options;
    const { replica } = writer;
    const { number, previous, pending } = this.signedBy(writer);
    if (pending || number === 0) return;
    await this.catchUp(writer, () => true);
    const marks = [...writer.chains.values()].map((chain) => chain.mark());
    const seen = await store.newestOfOthers(replica);
    const at = await store.time();
    const facts = { replica, number: number + 1, at, marks, previous, seen, closes: true, by: replica };
    const last = signCheckpoint(facts, await keys.current());
    if (await store.addClosing(last)) await publish(last);
  }

  private async catchUp(
    { chains }: LaneWriter,
    which: (chain: { readonly hasGap: boolean }) => boolean,
  ): Promise<void> {
    for (const chain of chains.values()) {
      if (!which(chain) || (await this.options.store.catchUp(chain))) continue;
      this.options.onTrouble(new Error(`Lane ${chain.lane} lacks a record after ${chain.seq} that was committed`));
    }
  }

  private signedBy(writer: LaneWriter): Signed {
    const signed = this.signed.get(writer) ?? { number: 0, previous: null, lanes: 0, pending: undefined };
    this.signed.set(writer, signed);
    return signed;
  }
}

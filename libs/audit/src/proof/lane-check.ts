import { hash } from 'node:crypto';
import { type ChainPoint, chainOn, chainStart, TAG_BYTES } from '../chain/lane-chain.js';
import type { Findings } from './finding.js';
import type { ToldChanges } from './told-changes.js';
import type { FoundRecord } from './trail.js';

/** What a signed checkpoint says of a lane. */
export interface SignedStretch extends ChainPoint {
  /** Number of the record before the first tag. */
  readonly after: number;
  /** Tags of the records from there to `seq`; undefined if they are not those that were signed. */
  readonly tags: Buffer | undefined;
}

/** What is in a lane beyond its last checkpoint. */
export interface UnprovenTail {
  readonly records: number;
  readonly since: string | undefined;
}

/** Goes through one lane's records, in order and once, comparing them with one checkpoint after the other. */
export class LaneCheck {
  private readonly records: AsyncIterator<FoundRecord>;
  private point: ChainPoint;
  private ahead: FoundRecord | undefined;

  constructor(
    private readonly lane: number,
    replica: string,
    records: AsyncIterable<FoundRecord>,
    private readonly findings: Findings,
    private readonly changes: ToldChanges,
    private readonly onRecord: () => Promise<void> | void,
  ) {
    this.records = records[Symbol.asyncIterator]();
    this.point = chainStart(replica, lane);
  }

  get seq(): number {
    return this.point.seq;
  }

  /** Begins where a checkpoint says that the lane was: what is before it has been removed. */
  beginAt(point: ChainPoint): void {
    this.point = point;
  }

  /** Compares the records up to the checkpoint with it. Afterwards the lane is where the checkpoint says, so that one fault is told once. */
  async through(signed: SignedStretch): Promise<void> {
    const from = this.point.seq + 1;
    let sound = true;
    while (this.point.seq < signed.seq) {
      const seq = this.point.seq + 1;
      const found = await this.take(seq);
      if (found.length === 0) {
        const last = Math.min((await this.peek())?.seq ?? Number.POSITIVE_INFINITY, signed.seq + 1) - 1;
        this.missing(seq, last);
        this.point = { seq: last, head: this.point.head };
        sound = false;
        continue;
      }
      sound = this.compare(seq, found, signed) && sound;
    }
    if (sound && !this.point.head.equals(signed.head)) {
      const what = `among records ${from} to ${signed.seq} of lane ${this.lane} one was changed; which one cannot be told`;
      this.findings.add({ kind: 'record_changed', lane: this.lane, seq: from, what });
    }
    this.point = { seq: signed.seq, head: signed.head };
  }

  /** The rest of the lane: numbered without a gap, as what is written and not yet signed must be, unless nothing may come any more. */
  async tail(closed: boolean): Promise<UnprovenTail> {
    let records = 0;
    let since: string | undefined;
    for (let next = await this.peek(); next; next = await this.peek()) {
      const seq = this.point.seq + 1;
      const found = await this.take(seq);
      const [first] = found;
      if (!first) {
        this.missing(seq, next.seq - 1);
        this.point = { ...this.point, seq: next.seq - 1 };
        continue;
      }
      for (const other of closed ? found : found.slice(1)) this.inserted(other);
      if (!closed) {
        this.changes.sawErased(this.lane, first);
        this.changes.sawGenuine(first, false);
        records += 1;
        since = since === undefined || first.occurredAt < since ? first.occurredAt : since;
      }
      this.point = { ...this.point, seq };
    }
    return { records, since };
  }

  /** False if none of those with this number is the one that was signed. */
  private compare(seq: number, found: readonly FoundRecord[], { after, tags }: SignedStretch): boolean {
    const at = (seq - after - 1) * TAG_BYTES;
    const tag = tags && seq > after ? tags.subarray(at, at + TAG_BYTES) : undefined;
    const hashed = found.map((record) => ({ record, hash: this.hashAsWritten(record) }));
    const genuine = tag ? hashed.find((each) => each.hash.subarray(0, TAG_BYTES).equals(tag)) : hashed[0];
    const taken = genuine ?? hashed[0];
    if (!taken) return false;
    for (const { record } of hashed) if (record !== taken.record) this.inserted(record);
    if (!genuine) {
      const { id } = taken.record;
      const what = `record ${seq} of lane ${this.lane} (${id}) is not what was written`;
      this.findings.add({ kind: 'record_changed', lane: this.lane, seq, id, what });
    }
    if (genuine) this.changes.sawGenuine(taken.record, true);
    this.point = chainOn(this.point, taken.hash);
    return genuine !== undefined;
  }

  /** What the record's line was when it was written: its own hash, unless it is what an erasure made of it, or was removed. */
  private hashAsWritten(record: FoundRecord): Buffer {
    if (record.removed) return record.removed;
    const found = hash('sha256', record.line, 'buffer');
    const { erasure } = record;
    if (!erasure) return found;
    if (found.equals(erasure.erased)) {
      this.changes.sawErased(this.lane, record);
      return erasure.original;
    }
    // The line from before the erasure would fit into the chain, and must not come back.
    return found.equals(erasure.original) ? Buffer.alloc(found.length) : found;
  }

  /** All records with this number; those with one before it, or none, are nobody's. */
  private async take(seq: number): Promise<FoundRecord[]> {
    const found: FoundRecord[] = [];
    for (let next = await this.peek(); next && next.seq <= seq; next = await this.peek()) {
      this.ahead = undefined;
      await this.onRecord();
      if (next.seq < seq) this.inserted(next);
      else found.push(next);
    }
    return found;
  }

  private async peek(): Promise<FoundRecord | undefined> {
    if (!this.ahead) {
      const { value, done } = await this.records.next();
      this.ahead = done ? undefined : value;
    }
    return this.ahead;
  }

  private missing(from: number, to: number): void {
    const what =
      from === to
        ? `record ${from} of lane ${this.lane} is missing`
        : `records ${from} to ${to} of lane ${this.lane} are missing`;
    this.findings.add({ kind: 'record_missing', lane: this.lane, seq: from, what });
  }

  private inserted({ seq, id }: FoundRecord): void {
    const what = `record ${seq} of lane ${this.lane} (${id}) was written by nobody`;
    this.findings.add({ kind: 'record_inserted', lane: this.lane, seq, id, what });
  }
}

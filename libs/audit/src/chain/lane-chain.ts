import { hash } from 'node:crypto';

/** A record as its writer knows it: its number in the lane and SHA-256 of its line. */
export interface WrittenRecord {
  readonly seq: number;
  readonly hash: Buffer;
}

/** How far a lane's chain is: `head` stands for every record up to `seq`. */
export interface ChainPoint {
  readonly seq: number;
  readonly head: Buffer;
}

/** Bytes of a record's hash that a checkpoint keeps, so that it can be told which record does not fit. */
export const TAG_BYTES = 8;

/** Records kept in memory whose predecessors are not known; more are read again when those are. */
const AHEAD_MAX = 100_000;

/** Before the first record. */
export function chainStart(replica: string, lane: number): ChainPoint {
  return { seq: 0, head: hash('sha256', `audit-lane ${lane} of ${replica}`, 'buffer') };
}

export function chainOn({ seq, head }: ChainPoint, recordHash: Buffer): ChainPoint {
  return { seq: seq + 1, head: hash('sha256', Buffer.concat([head, recordHash]), 'buffer') };
}

/** Where a lane stood when a checkpoint was made, and the tags of what came after the one before. */
export interface LaneMark extends ChainPoint {
  readonly lane: number;
  /** Number of the last record that the checkpoint before covers. */
  readonly after: number;
  readonly tags: Buffer;
}

/**
 * The chain over one lane, kept by whoever writes the lane. Records may be told out of order, because commits are answered on
 * different connections, or not at all, when an answer was lost; the chain goes on as far as it knows every record.
 */
export class LaneChain {
  private readonly ahead = new Map<number, Buffer>();
  private tags: Buffer[] = [];
  private marked: number;

  constructor(
    readonly lane: number,
    private point: ChainPoint,
  ) {
    this.marked = point.seq;
  }

  get seq(): number {
    return this.point.seq;
  }

  /** Whether there is anything that no checkpoint covers. */
  get moved(): boolean {
    return this.point.seq > this.marked;
  }

  tell(records: readonly WrittenRecord[]): void {
    for (const { seq, hash: recordHash } of records) {
      if (seq > this.point.seq && this.ahead.size < AHEAD_MAX) this.ahead.set(seq, recordHash);
    }
    for (let next = this.ahead.get(this.point.seq + 1); next; next = this.ahead.get(this.point.seq + 1)) {
      this.ahead.delete(this.point.seq + 1);
      this.point = chainOn(this.point, next);
      this.tags.push(next.subarray(0, TAG_BYTES));
    }
  }

  /** True if a record was told whose predecessors were not. All of those are committed, for numbers are given in the order of commits. */
  get hasGap(): boolean {
    return this.ahead.size > 0;
  }

  /** Where it stands now. Nothing is forgotten before `keep`. */
  mark(): LaneMark {
    return { lane: this.lane, after: this.marked, ...this.point, tags: Buffer.concat(this.tags) };
  }

  /** The checkpoint made of this mark is kept by somebody; the next one begins after it. */
  keep({ seq }: LaneMark): void {
    this.tags = this.tags.slice(seq - this.marked);
    this.marked = seq;
  }
}

import { hash, type KeyObject } from 'node:crypto';
import {
  type Checkpoint,
  type CheckpointBody,
  checkpointHash,
  isSignedBy,
  readBody,
  type SeenCheckpoint,
} from '../chain/checkpoint.js';
import { TAG_BYTES } from '../chain/lane-chain.js';
import { checkAnchor } from './anchor.js';
import { type Finding, Findings } from './finding.js';
import { LaneCheck } from './lane-check.js';
import { ToldChanges } from './told-changes.js';
import type { Cut, Trail } from './trail.js';

export interface VerifyOptions {
  /** Lines of a file of published checkpoints. Without it nobody can tell whether the newest part was cut off. */
  readonly anchor?: AsyncIterable<string>;
  /** Told now and then how many records were looked at; false stops the verification. */
  readonly onProgress?: (records: number) => Promise<boolean> | boolean;
}

/** What was found out about a trail. */
export interface Verification {
  readonly ok: boolean;
  /** Everything that is wrong, the first hundred in full. */
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
  /** Records that a signed checkpoint covers, and the time of the newest checkpoint. */
  readonly proven: { readonly records: number; readonly until: string | null };
  /** Records newer than the last checkpoint of their lane, and the time of the oldest of them. */
  readonly unproven: { readonly records: number; readonly since: string | null };
  /** Records of lanes older than the chain itself: they were never signed. */
  readonly beforeTheChain: number;
  readonly replicas: number;
  readonly checkpoints: number;
  /** Where the trail begins because retention removed what was before; null if it is whole. */
  readonly from: string | null;
  /** Published checkpoints that were looked for; null if none were given. */
  readonly anchored: number | null;
}

const PROGRESS_EVERY = 5_000;

class Stopped extends Error {}

/**
 * Reads the whole trail once, in constant memory, and finds out whether it is what its writers signed. Trusts nothing but the keys
 * and the published checkpoints. Undefined if it was stopped.
 */
export async function verifyTrail(trail: Trail, options: VerifyOptions = {}): Promise<Verification | undefined> {
  try {
    for (;;) {
      const cut = await trail.cut();
      const before = await changesIn(trail);
      const verification = await new TrailCheck(trail, options, cut).run();
      // What was erased or removed meanwhile would be called changed or missing, if what says so was read before.
      if ((await changesIn(trail)) === before) return verification;
    }
  } catch (cause) {
    if (cause instanceof Stopped) return undefined;
    throw cause;
  }
}

/** Which changes of the trail there are, to be compared. */
async function changesIn(trail: Trail): Promise<string> {
  return JSON.stringify([(await trail.cut())?.id, await trail.erasures()]);
}

class TrailCheck {
  private readonly findings = new Findings();
  private readonly changes: ToldChanges;
  /** Lanes that a signed checkpoint names. */
  private readonly announced = new Set<number>();
  private readonly seen = new Map<string, SeenCheckpoint>();
  private ours: ReadonlyMap<string, KeyObject> = new Map();
  private records = 0;
  private proven = 0;
  private provenUntil: string | null = null;
  private unproven = 0;
  private unprovenSince: string | null = null;
  private checkpoints = 0;

  constructor(
    private readonly trail: Trail,
    private readonly options: VerifyOptions,
    private readonly cut: Cut | undefined,
  ) {
    this.changes = new ToldChanges(trail, this.findings, cut);
  }

  async run(): Promise<Verification> {
    const { ours, foreign } = await this.trail.keys();
    this.ours = ours;
    for (const keyId of foreign) {
      this.findings.add({ kind: 'key_foreign', what: `key ${keyId} was not sealed with our master key` });
    }
    // Before the replicas are read: a lane is announced before it is written.
    const lanes = await this.trail.lanes();
    const replicas = await this.trail.replicas();
    for (const { replica, closed } of replicas) await this.checkReplica(replica, closed);
    await this.checkSeen();
    const beforeTheChain = await this.checkUnannounced(lanes);
    // A database of before the chain looks the same as one whose checkpoints are all gone.
    if (this.checkpoints === 0 && beforeTheChain > 0) {
      const what = `not one checkpoint is there, and ${beforeTheChain} records are: nothing proves any of them`;
      this.findings.add({ kind: 'never_signed', what });
    }
    const { unproven } = await this.changes.check();
    this.proven -= unproven;
    this.unproven += unproven;
    const { anchor } = this.options;
    const anchored = anchor ? await checkAnchor(anchor, this.trail, this.findings) : null;
    return {
      ok: this.findings.total === 0,
      findings: this.findings.all,
      findingsTotal: this.findings.total,
      proven: { records: this.proven, until: this.provenUntil },
      unproven: { records: this.unproven, since: this.unprovenSince },
      beforeTheChain,
      from: this.cut?.until ?? null,
      replicas: replicas.length,
      checkpoints: this.checkpoints,
      anchored,
    };
  }

  private async checkReplica(replica: string, closed: boolean): Promise<void> {
    const lanes = new Map<number, LaneCheck>();
    let last: { number: number; hash: string; closes: boolean } | undefined;
    for await (const checkpoint of this.trail.checkpoints(replica)) {
      const { number } = checkpoint;
      this.checkpoints += 1;
      const expected = (last?.number ?? 0) + 1;
      if (number > expected) this.missingCheckpoints(replica, expected, number - 1);
      const body = this.bodyOf(checkpoint);
      if (body && last && number === expected && body.previous !== last.hash) {
        const what = `checkpoint ${number} of replica ${replica} does not follow from the one before`;
        this.findings.add({ kind: 'checkpoint_changed', replica, number, what });
      }
      if (last?.closes) {
        const what = `checkpoint ${number} of replica ${replica} comes after its last one`;
        this.findings.add({ kind: 'checkpoint_changed', replica, number, what });
      }
      last = { number, hash: checkpointHash(checkpoint), closes: body?.closes ?? false };
      if (body) await this.checkLanes(checkpoint, body, lanes);
    }
    if (closed && last && !last.closes) this.missingCheckpoints(replica, last.number + 1, last.number + 1);
    for (const check of lanes.values()) {
      const { records, since } = await check.tail(last?.closes ?? false);
      this.unproven += records;
      if (since !== undefined && (this.unprovenSince === null || since < this.unprovenSince))
        this.unprovenSince = since;
    }
  }

  /** What the checkpoint says, if it is ours and where it belongs. */
  private bodyOf(checkpoint: Checkpoint): CheckpointBody | undefined {
    const { replica, number, keyId } = checkpoint;
    const key = this.ours.get(keyId);
    if (!key || !isSignedBy(checkpoint, key)) {
      const what = `checkpoint ${number} of replica ${replica} is not signed with a key of ours`;
      this.findings.add({ kind: 'checkpoint_unsigned', replica, number, what });
      return undefined;
    }
    const body = readBody(checkpoint);
    if (body.replica === replica && body.number === number) return body;
    const what = `checkpoint ${number} of replica ${replica} was moved here from another place`;
    this.findings.add({ kind: 'checkpoint_changed', replica, number, what });
    return undefined;
  }

  private async checkLanes(checkpoint: Checkpoint, body: CheckpointBody, lanes: Map<number, LaneCheck>): Promise<void> {
    const { replica, number } = checkpoint;
    for (const seen of body.seen) this.remember(seen);
    for (const change of body.changes ?? []) this.changes.sawSigned(change);
    if (this.provenUntil === null || body.at > this.provenUntil) this.provenUntil = body.at;
    const tags = hash('sha256', checkpoint.tags) === body.tags ? checkpoint.tags : undefined;
    if (!tags) {
      const what = `the tags of checkpoint ${number} of replica ${replica} are not those that were signed`;
      this.findings.add({ kind: 'checkpoint_changed', replica, number, what });
    }
    const removed = this.cut !== undefined && body.at < this.cut.until;
    let at = 0;
    for (const { lane, after, seq, head } of body.lanes) {
      const check = lanes.get(lane) ?? this.laneCheck(lane, replica);
      lanes.set(lane, check);
      const length = (seq - after) * TAG_BYTES;
      const before = check.seq;
      const point = { seq, head: Buffer.from(head, 'hex') };
      if (removed) {
        check.beginAt(point);
        continue;
      }
      await check.through({ after, ...point, tags: tags?.subarray(at, at + length) });
      this.proven += seq - before;
      at += length;
    }
  }

  private laneCheck(lane: number, replica: string): LaneCheck {
    this.announced.add(lane);
    return new LaneCheck(lane, replica, this.trail.records(lane), this.findings, this.changes, () => this.looked());
  }

  private looked(): Promise<void> | void {
    this.records += 1;
    if (this.records % PROGRESS_EVERY === 0) return this.tell();
  }

  private async tell(): Promise<void> {
    if ((await this.options.onProgress?.(this.records)) === false) throw new Stopped();
  }

  /** Of each replica the newest is enough: those before it follow from it. */
  private remember(seen: SeenCheckpoint): void {
    const known = this.seen.get(seen.replica);
    if (!known || seen.number > known.number) this.seen.set(seen.replica, seen);
  }

  private async checkSeen(): Promise<void> {
    const seen = [...this.seen.values()];
    const stored = await this.trail.checkpointHashes(seen);
    for (const { replica, number, hash: expected } of seen) {
      const found = stored.get(`${replica} ${number}`);
      if (found === expected) continue;
      const kind = found === undefined ? 'checkpoint_missing' : 'checkpoint_changed';
      const what = `checkpoint ${number} of replica ${replica} was seen by another replica and is ${found === undefined ? 'not there' : 'another one now'}`;
      this.findings.add({ kind, replica, number, what });
    }
  }

  /** Lanes that no checkpoint names: of a broker older than the chain, or of nobody. Lanes are numbered from 1 in the order in which they are opened. */
  private async checkUnannounced(lanes: readonly number[]): Promise<number> {
    const first = Math.min(...this.announced);
    let beforeTheChain = 0;
    for (const lane of lanes.filter((each) => !this.announced.has(each))) {
      for await (const record of this.trail.records(lane)) {
        await this.looked();
        const { seq, id } = record;
        this.changes.sawErased(lane, record);
        if (lane > 0 && lane < first) {
          beforeTheChain += 1;
          continue;
        }
        const what = `record ${seq} of lane ${lane} (${id}) is in a lane that no replica has opened`;
        this.findings.add({ kind: 'record_inserted', lane, seq, id, what });
        break;
      }
    }
    return beforeTheChain;
  }

  private missingCheckpoints(replica: string, from: number, to: number): void {
    const what =
      from === to
        ? `checkpoint ${from} of replica ${replica} is missing`
        : `checkpoints ${from} to ${to} of replica ${replica} are missing`;
    this.findings.add({ kind: 'checkpoint_missing', replica, number: from, what });
  }
}

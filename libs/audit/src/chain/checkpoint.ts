import { hash, type KeyObject, sign, verify } from 'node:crypto';
import type { LaneMark } from './lane-chain.js';

/** The newest checkpoint of another replica that a checkpoint has seen; so its chain cannot vanish as a whole without a trace. */
export interface SeenCheckpoint {
  readonly replica: string;
  readonly number: number;
  readonly hash: string;
}

interface CheckpointLane {
  readonly lane: number;
  /** Number of the last record that the checkpoint before covers. */
  readonly after: number;
  readonly seq: number;
  /** Hexadecimal, as all hashes in a checkpoint. */
  readonly head: string;
}

/**
 * What was signed before and is about to be changed on purpose: records of a person who is erased, or old ones that are removed. Only what a
 * checkpoint names counts, because that is the memory of the process that does it; the database could have been made to say anything.
 */
export interface SignedChange {
  /** Of the record that says so: `person.erased` or `audit.cut`. */
  readonly id: string;
  /** Lines of the list that is kept beside the chain, and SHA-256 over them, hexadecimal. */
  readonly records: number;
  readonly digest: string;
  /** Of a cut: where the trail begins from then on. */
  readonly until?: string;
}

/** What is signed: where all lanes of one replica stood at one time. */
export interface CheckpointBody {
  readonly version: 1;
  readonly replica: string;
  /** 1, 2, … for each replica. */
  readonly number: number;
  /** Time of the database after every record that it covers; RFC 3339 with microseconds. */
  readonly at: string;
  readonly lanes: readonly CheckpointLane[];
  /** SHA-256 of the tags. */
  readonly tags: string;
  /** SHA-256 of the body before; null in the first. */
  readonly previous: string | null;
  readonly seen: readonly SeenCheckpoint[];
  /** Left out where there are none. */
  readonly changes?: readonly SignedChange[];
  /** Nothing of this replica comes after it. */
  readonly closes: boolean;
  /** The replica that made it: another one where a replica was gone. */
  readonly by: string;
}

/** A checkpoint as it is kept and published. */
export interface Checkpoint {
  readonly replica: string;
  readonly number: number;
  readonly body: string;
  readonly signature: Buffer;
  readonly keyId: string;
  /** Tags of the records since the one before, lane by lane in the order of the body. */
  readonly tags: Buffer;
}

export interface CheckpointFacts extends Omit<CheckpointBody, 'version' | 'lanes' | 'tags'> {
  readonly marks: readonly LaneMark[];
}

/** Ed25519 (RFC 8032) over the bytes of the body, which is JSON with its members in the order of `CheckpointBody`. */
export function signCheckpoint(facts: CheckpointFacts, key: { keyId: string; privateKey: KeyObject }): Checkpoint {
  const { replica, number, at, marks, previous, seen, changes = [], closes, by } = facts;
  const tags = Buffer.concat(marks.map((mark) => mark.tags));
  const lanes = marks.map(({ lane, after, seq, head }) => ({ lane, after, seq, head: head.toString('hex') }));
  const told: CheckpointBody = {
    version: 1,
    replica,
    number,
    at,
    lanes,
    tags: hash('sha256', tags),
    previous,
    seen,
    ...(changes.length > 0 && { changes }),
    closes,
    by,
  };
  const body = JSON.stringify(told);
  return { replica, number, body, signature: sign(null, Buffer.from(body), key.privateKey), keyId: key.keyId, tags };
}

export function isSignedBy({ body, signature }: Pick<Checkpoint, 'body' | 'signature'>, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(body), publicKey, signature);
}

/** By which the next checkpoint, and other replicas, name a checkpoint. */
export function checkpointHash({ body }: Pick<Checkpoint, 'body'>): string {
  return hash('sha256', body);
}

/** Of a body whose signature was found good: nobody but this code has written it. */
export function readBody({ body }: Pick<Checkpoint, 'body'>): CheckpointBody {
  return JSON.parse(body) as CheckpointBody;
}

/** The line by which a checkpoint is published; whoever keeps it can show later that the database no longer holds it. */
export function publishedLine({ body, signature, keyId }: Checkpoint): string {
  return JSON.stringify({ body, signature: signature.toString('base64'), keyId });
}

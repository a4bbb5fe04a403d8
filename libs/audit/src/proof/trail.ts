import type { KeyObject } from 'node:crypto';
import type { Checkpoint, SeenCheckpoint } from '../chain/checkpoint.js';

/** A record as it is found: its line is all that counts, the rest says where it was found and how to name it. */
export interface FoundRecord {
  readonly seq: number;
  readonly id: string;
  readonly occurredAt: string;
  readonly line: string;
  /** Of a record that was erased since: which record says so, and what the line was and is, as hashes. */
  readonly erasure?: Erasure | null;
  /** Of a record that retention removed: what its line was. There is no line then. */
  readonly removed?: Buffer | null;
}

interface Erasure {
  readonly id: string;
  readonly original: Buffer;
  readonly erased: Buffer;
}

/** One line of what a `person.erased` record signs for. */
export interface ErasureEntry extends Omit<Erasure, 'id'> {
  readonly lane: number;
  readonly seq: number;
}

/** Where the trail says that it begins. */
export interface Cut {
  /** RFC 3339 of UTC with microseconds: what occurred before has been removed. */
  readonly until: string;
  /** The record that says so. */
  readonly id: string;
}

export interface CutRecord {
  readonly lane: number;
  readonly seq: number;
  readonly hash: Buffer;
}

/** What is to be verified, read piece by piece. */
export interface Trail {
  keys(): Promise<{ ours: ReadonlyMap<string, KeyObject>; foreign: readonly string[] }>;
  /** Lanes that have records. */
  lanes(): Promise<readonly number[]>;
  /** Every replica that has a checkpoint or says that it was there. */
  replicas(): Promise<readonly { readonly replica: string; readonly closed: boolean }[]>;
  /** In the order of their numbers. */
  checkpoints(replica: string): AsyncIterable<Checkpoint>;
  /** In the order of their numbers; those that are there when they are reached. */
  records(lane: number): AsyncIterable<FoundRecord>;
  /** Records that sign for erasures, as the entries name them. */
  erasures(): Promise<readonly string[]>;
  /** By lane and number. */
  erasureEntries(id: string): AsyncIterable<ErasureEntry>;
  cut(): Promise<Cut | undefined>;
  /** By lane and number. */
  cutRecords(): AsyncIterable<CutRecord>;
  /** Hashes of these checkpoints, those that are there, by `<replica> <number>`. */
  checkpointHashes(named: readonly Pick<SeenCheckpoint, 'replica' | 'number'>[]): Promise<ReadonlyMap<string, string>>;
}

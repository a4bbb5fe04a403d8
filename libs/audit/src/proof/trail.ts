import type { KeyObject } from 'node:crypto';
import type { Checkpoint, SeenCheckpoint } from '../chain/checkpoint.js';

/** A record as it is found: its line is all that counts, the rest says where it was found and how to name it. */
export interface FoundRecord {
  readonly seq: number;
  readonly id: string;
  readonly occurredAt: string;
  readonly line: string;
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
  /** Hashes of these checkpoints, those that are there, by `<replica> <number>`. */
  checkpointHashes(named: readonly Pick<SeenCheckpoint, 'replica' | 'number'>[]): Promise<ReadonlyMap<string, string>>;
}

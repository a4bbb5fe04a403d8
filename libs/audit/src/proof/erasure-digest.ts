import { createHash } from 'node:crypto';
import type { CutRecord, ErasureEntry } from './trail.js';

/** What a signed record says of a list that is kept beside the chain. */
export interface ListDigest {
  readonly records: number;
  /** SHA-256 over its lines, hexadecimal. */
  readonly digest: string;
}

/** One line for each entry, by lane and number: lane, number, and both hashes, with a space between and a line feed behind. */
export async function erasureDigest(entries: AsyncIterable<ErasureEntry>): Promise<ListDigest> {
  return digestOf(entries, ({ lane, seq, original, erased }) => `${lane} ${seq} ${hex(original)} ${hex(erased)}\n`);
}

/** The same for what retention removed: lane, number and hash. */
export async function cutDigest(records: AsyncIterable<CutRecord>): Promise<ListDigest> {
  return digestOf(records, ({ lane, seq, hash }) => `${lane} ${seq} ${hex(hash)}\n`);
}

async function digestOf<Entry>(entries: AsyncIterable<Entry>, lineOf: (entry: Entry) => string): Promise<ListDigest> {
  const hash = createHash('sha256');
  let records = 0;
  for await (const entry of entries) {
    hash.update(lineOf(entry));
    records += 1;
  }
  return { records, digest: hash.digest('hex') };
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

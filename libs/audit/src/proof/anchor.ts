import { type Checkpoint, checkpointHash, isSignedBy, readBody } from '../chain/checkpoint.js';
import type { Findings } from './finding.js';
import type { Trail } from './trail.js';

const BATCH = 500;

/** A line of a file of published checkpoints: one checkpoint, or the keys that sign from there on. */
function readLine(line: string): Pick<Checkpoint, 'body' | 'signature' | 'keyId'> | 'keys' | undefined {
  try {
    const { keys, body, signature, keyId } = JSON.parse(line) as Record<string, unknown>;
    if (Array.isArray(keys)) return 'keys';
    if (typeof body !== 'string' || typeof signature !== 'string' || typeof keyId !== 'string') return undefined;
    return { body, keyId, signature: Buffer.from(signature, 'base64') };
  } catch {
    return undefined;
  }
}

/** Looks for each published checkpoint in the trail. Returns how many there were. */
export async function checkAnchor(lines: AsyncIterable<string>, trail: Trail, findings: Findings): Promise<number> {
  const { ours } = await trail.keys();
  let published = 0;
  let batch: { replica: string; number: number; hash: string }[] = [];
  const compare = async () => {
    const stored = await trail.checkpointHashes(batch);
    for (const { replica, number, hash } of batch) {
      if (stored.get(`${replica} ${number}`) === hash) continue;
      const what = `checkpoint ${number} of replica ${replica} was published and is not in the database`;
      findings.add({ kind: 'tail_cut', replica, number, what });
    }
    batch = [];
  };
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (read === 'keys') continue;
    const key = read && ours.get(read.keyId);
    if (!read || !key || !isSignedBy(read, key)) {
      const what = `line ${number} of the published checkpoints is not a checkpoint signed with a key of ours`;
      findings.add({ kind: 'anchor_foreign', what });
      continue;
    }
    published += 1;
    const body = readBody(read);
    batch.push({ replica: body.replica, number: body.number, hash: checkpointHash(read) });
    if (batch.length === BATCH) await compare();
  }
  await compare();
  return published;
}

import { hash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ChainPoint, chainOn, chainStart, LaneChain, TAG_BYTES } from './lane-chain.js';

const REPLICA = '01a1fbcf-9f2e-7d0a-b0c1-6a2f1c9e7b55';
const record = (seq: number) => ({ seq, hash: hash('sha256', `record ${seq}`, 'buffer') });
const start = chainStart(REPLICA, 7);
const pointAfter = (seq: number): ChainPoint =>
  Array.from({ length: seq }, (_, n) => record(n + 1)).reduce((point, { hash: of }) => chainOn(point, of), start);

describe(LaneChain.name, () => {
  let chain: LaneChain;
  beforeEach(() => {
    chain = new LaneChain(7, start);
  });

  it('begins differently in each lane and for each replica', () => {
    const starts = [start, chainStart(REPLICA, 8), chainStart(REPLICA.replace('0', '1'), 7)];
    expect(new Set(starts.map(({ head }) => head.toString('hex'))).size).toBe(3);
  });

  it('comes to the same head in whatever order records are told, and however often', () => {
    chain.tell([record(3), record(1)]);
    expect(chain.seq).toBe(1);
    expect(chain.hasGap).toBe(true);
    chain.tell([record(2), record(1), record(3)]);
    expect(chain.hasGap).toBe(false);
    expect(chain.mark()).toMatchObject(pointAfter(3));
  });

  it('goes no further than it knows every record', () => {
    chain.tell([record(1), record(2), record(4), record(5)]);
    expect(chain.mark()).toMatchObject(pointAfter(2));
  });

  it('puts the tag of each record into exactly one kept mark', () => {
    chain.tell([record(1), record(2)]);
    const first = chain.mark();
    chain.tell([record(3)]);
    chain.keep(first);
    const second = chain.mark();
    expect([first.after, first.seq, second.after, second.seq]).toEqual([0, 2, 2, 3]);
    expect(first.tags).toEqual(Buffer.concat([1, 2].map((seq) => record(seq).hash.subarray(0, TAG_BYTES))));
    expect(second.tags).toEqual(record(3).hash.subarray(0, TAG_BYTES));
  });

  it('forgets nothing while no mark was kept', () => {
    chain.tell([record(1)]);
    expect(chain.mark()).toEqual(chain.mark());
    expect(chain.moved).toBe(true);
  });
});

import type { AuditLanes } from '@app/audit';
import { type Database, DatabaseFailure } from '@app/database';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type HandOutAsk, HandOutLane } from './hand-out-lane.js';

const asking = (requestId: string): HandOutAsk => ({
  recordId: '01a1fbdf-3ef3-73a4-85f1-4d89bd5142a7',
  callerId: '01a1fbdf-3ef3-73a4-85f1-4d89bd5142a8',
  callerPolicyVersion: 1,
  policyStateVersion: 1,
  refusal: null,
  rule: null,
  candidates: [],
  passedOver: new Set(),
  corpId: null,
  userId: 'zhangsan',
  unionId: null,
  scopes: ['Contact.User.Read'],
  minimumSeconds: 60,
  arrivedAt: null,
  delivering: { as: 'token' },
  purpose: null,
  requestId,
});
const failure = (fate: DatabaseFailure['fate']) => new DatabaseFailure(fate, new Error(fate));

/** Positions of parameters in the statement, counted from nought. */
const EPOCH = 1;
const REQUEST_IDS = 16;

describe(HandOutLane.name, () => {
  let sent: { epoch: number; requestIds: string[] }[];
  /** What PostgreSQL makes of a statement; throws or answers. */
  let answer: (requestIds: string[], epoch: number) => unknown[];
  let epoch: number;
  let closed: boolean;
  let told: { lane: number; records: number[] }[];
  let batches: number[];
  let inFlight: number;
  let mostInFlight: number;
  let lane: HandOutLane;
  const allServed = (requestIds: string[]) =>
    requestIds.map((requestId, n) => ({
      n,
      outcome: 'token',
      rule: requestId,
      firstSeq: n === 0 ? 1 : null,
      hashes: n === 0 ? Buffer.alloc(32 * requestIds.length) : null,
    }));
  beforeEach(() => {
    sent = [];
    batches = [];
    inFlight = 0;
    mostInFlight = 0;
    epoch = 1;
    closed = false;
    told = [];
    answer = allServed;
    const database = {
      run: async (_: unknown, values: unknown[]) => {
        const requestIds = values[REQUEST_IDS] as string[];
        sent.push({ epoch: values[EPOCH] as number, requestIds });
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        await new Promise(setImmediate);
        inFlight -= 1;
        return answer(requestIds, values[EPOCH] as number);
      },
    } as unknown as Database;
    const lanes = {
      stateOf: async () => ({ epoch, closed }),
      replace: async () => ({ lane: 8, epoch }),
      written: (number: number, records: { seq: number }[]) => {
        told.push({ lane: number, records: records.map(({ seq }) => seq) });
      },
    } as unknown as AuditLanes;
    lane = new HandOutLane(database, lanes, { lane: 7, epoch: 1 }, (size) => batches.push(size));
  });
  const askAll = (names: string[]) => Promise.allSettled(names.map((name) => lane.ask(asking(name))));
  const named = (count: number) => Array.from({ length: count }, (_, n) => `request-${n}`);

  it('answers each request with its own row, and what arrives together with one statement', async () => {
    const outcomes = await askAll(named(100));
    expect(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value.rule)).toEqual(named(100));
    expect(batches).toEqual([100]);
  });

  it('puts no more than 256 requests into one statement, and keeps one statement in flight', async () => {
    await askAll(named(600));
    expect(batches).toEqual([256, 256, 88]);
    expect(mostInFlight).toBe(1);
  });

  it('sends a refused batch again one by one, once, so that one request fails alone', async () => {
    answer = (requestIds) => {
      if (requestIds.includes('request-3')) throw failure('refused');
      return allServed(requestIds);
    };
    const outcomes = await askAll(named(8));
    expect(outcomes.map(({ status }) => status)).toEqual(
      named(8).map((name) => (name === 'request-3' ? 'rejected' : 'fulfilled')),
    );
    expect(sent.map(({ requestIds }) => requestIds.length)).toEqual([8, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it.each(['unknown', 'not_sent'] as const)('never sends a batch again whose fate is %s', async (fate) => {
    answer = () => {
      throw failure(fate);
    };
    const outcomes = await askAll(named(8));
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual(
      named(8).map(() => expect.objectContaining({ fate })),
    );
    expect(sent).toHaveLength(1);
  });

  it('stops sending one by one those whose fate became unknown, and goes on with the others', async () => {
    answer = (requestIds) => {
      if (requestIds.length > 1) throw failure('refused');
      if (requestIds[0] === 'request-1') throw failure('unknown');
      return allServed(requestIds);
    };
    const outcomes = await askAll(named(3));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sent.flatMap(({ requestIds }) => (requestIds.length === 1 ? requestIds : []))).toEqual(named(3));
  });

  it('reads the epoch again and sends again when a revocation has raised it', async () => {
    epoch = 2;
    answer = (requestIds, sentWith) => (sentWith === epoch ? allServed(requestIds) : []);
    expect((await askAll(named(2))).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(sent.map((each) => each.epoch)).toEqual([1, 2]);
  });

  it('goes on in a new lane when its own was closed, and tells what is written where', async () => {
    answer = (requestIds, sentWith) => (sentWith === epoch ? allServed(requestIds) : []);
    await askAll(named(1));
    epoch = 2;
    closed = true;
    expect((await askAll(named(2))).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(told).toEqual([
      { lane: 7, records: [1] },
      { lane: 8, records: [1, 2] },
    ]);
  });

  it('tells nothing where nothing was recorded yet', async () => {
    answer = (requestIds) =>
      requestIds.map((rule, n) => ({ n, outcome: 'token_stale', rule, firstSeq: null, hashes: null }));
    await askAll(named(2));
    expect(told).toEqual([{ lane: 7, records: [] }]);
  });

  it('gives up for now, with nothing recorded, when revocations are faster than it', async () => {
    answer = () => [];
    expect(await askAll(['request-0'])).toMatchObject([{ reason: { code: 'temporarily_unavailable' } }]);
  });

  it('serves again after every kind of failure', async () => {
    for (const thrown of [
      failure('refused'),
      failure('unknown'),
      new TypeError('a fault of ours'),
      'no error at all',
    ]) {
      answer = () => {
        throw thrown;
      };
      expect(await askAll(['request-0', 'request-1'])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
      answer = allServed;
      expect(await askAll(['request-0'])).toMatchObject([{ status: 'fulfilled' }]);
      expect(lane.load).toBe(0);
    }
  });

  it('fails only the request that the statement says nothing about', async () => {
    answer = (requestIds) => allServed(requestIds).filter(({ rule }) => rule !== 'request-1');
    expect((await askAll(named(3))).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

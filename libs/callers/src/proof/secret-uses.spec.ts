import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SecretUses } from './secret-uses.js';

describe('uses of secrets', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function noting(answer: () => Promise<never[]> = async () => []) {
    const written: unknown[] = [];
    const troubles: unknown[] = [];
    const database = {
      query: async (_: unknown, [ids]: readonly unknown[] = []) => {
        written.push(ids);
        return answer();
      },
    };
    const clock = { now: 0 };
    const uses = new SecretUses(
      database,
      (cause) => troubles.push(cause),
      () => clock.now,
    );
    const pass = async (ms: number) => {
      clock.now += ms;
      await jest.advanceTimersByTimeAsync(ms);
    };
    return { uses, written, troubles, pass };
  }

  it('are written together, after the answers, and once a minute for each secret', async () => {
    const { uses, written, pass } = noting();
    for (const id of ['one', 'other', 'one']) uses.note(id);
    expect(written).toEqual([]);
    await pass(2_000);
    expect(written).toEqual([['one', 'other']]);

    uses.note('one');
    await pass(30_000);
    expect(written).toHaveLength(1);
    await pass(30_000);
    uses.note('one');
    await pass(2_000);
    expect(written).toEqual([['one', 'other'], ['one']]);
  });

  it('are written after the next use if they could not be, and disturb nobody', async () => {
    const failure = new Error('the database is away');
    let isAway = true;
    const { uses, written, troubles, pass } = noting(async () => {
      if (isAway) throw failure;
      return [];
    });
    uses.note('one');
    await pass(2_000);
    expect(troubles).toEqual([failure]);
    isAway = false;
    uses.note('one');
    await pass(2_000);
    expect(written).toEqual([['one'], ['one']]);
  });
});

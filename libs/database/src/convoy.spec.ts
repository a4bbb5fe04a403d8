import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Convoy } from './convoy.js';
import { DatabaseFailure } from './database-failure.js';

const ms = (count: number) => jest.advanceTimersByTimeAsync(count);

describe(Convoy.name, () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** Each batch takes 10 ms, but one that hangs. */
  const convoyOf = (fails: (batch: readonly string[]) => unknown = () => undefined) => {
    const batches: string[][] = [];
    const convoy = new Convoy<string, string>(async (batch) => {
      batches.push([...batch]);
      await new Promise((resolve) => setTimeout(resolve, batch.includes('hangs') ? 60_000 : 10));
      const failure = fails(batch);
      if (failure) throw failure;
      return batch.map((item) => `${item} done`);
    });
    const outcomes: Record<string, unknown> = {};
    const join = (...items: string[]) => {
      for (const item of items) {
        convoy.join(item).then(
          (result) => {
            outcomes[item] = result;
          },
          (cause: unknown) => {
            outcomes[item] = cause;
          },
        );
      }
    };
    return { batches, outcomes, join };
  };

  it('goes at once with whoever came together, and takes all who come meanwhile on the next one', async () => {
    const { batches, outcomes, join } = convoyOf();
    join('a', 'b');
    await ms(1);
    join('c');
    join('d');
    expect(batches).toEqual([['a', 'b']]);
    await ms(20);
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await ms(20);
    expect(outcomes).toEqual({ a: 'a done', b: 'b done', c: 'c done', d: 'd done' });
  });

  it('does a batch that is refused again one by one, so that only its cause fails', async () => {
    const refused = new DatabaseFailure('refused', new Error('no'));
    const { batches, outcomes, join } = convoyOf((batch) => (batch.includes('bad') ? refused : undefined));
    join('a', 'bad', 'b');
    await ms(100);
    expect(batches.slice(1)).toEqual([['a'], ['bad'], ['b']]);
    expect(outcomes).toEqual({ a: 'a done', bad: refused, b: 'b done' });
  });

  it.each(['unknown', 'not_sent'] as const)('does nothing twice when the connection is lost (%s)', async (fate) => {
    const lost = new DatabaseFailure(fate, new Error('gone'));
    const { batches, outcomes, join } = convoyOf(() => lost);
    join('a', 'b');
    await ms(100);
    expect(batches).toEqual([['a', 'b']]);
    expect(outcomes).toEqual({ a: lost, b: lost });
  });

  it('lets those behind one that hangs go after a quarter of a second', async () => {
    const { outcomes, join } = convoyOf();
    join('hangs');
    await ms(1);
    join('a');
    await ms(200);
    expect(outcomes).toEqual({});
    await ms(100);
    expect(outcomes).toEqual({ a: 'a done' });
  });
});

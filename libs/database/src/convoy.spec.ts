import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Convoy } from './convoy.js';
import { DatabaseFailure } from './database-failure.js';

/** What is carried together, until the test says what becomes of it. */
interface Batch {
  readonly items: readonly string[];
  arrive(): void;
  fail(cause: unknown): void;
}

describe(Convoy.name, () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** All that can happen without anything else arriving. */
  const turn = () => jest.advanceTimersByTimeAsync(0);

  const convoyOf = () => {
    const batches: Batch[] = [];
    const convoy = new Convoy<string, string>(
      (items) =>
        new Promise((resolve, reject) => {
          batches.push({ items: [...items], arrive: () => resolve(items.map((item) => `${item} done`)), fail: reject });
        }),
    );
    const outcomes: Record<string, unknown> = {};
    const join = (...items: string[]) => {
      const settle = (item: string) => (outcome: unknown) => {
        outcomes[item] = outcome;
      };
      for (const item of items) convoy.join(item).then(settle(item), settle(item));
      return turn();
    };
    const itemsOf = () => batches.map(({ items }) => items);
    return { batches, itemsOf, outcomes, join };
  };

  it('goes at once with whoever came together, and takes all who come meanwhile on the next one', async () => {
    const { batches, itemsOf, outcomes, join } = convoyOf();
    await join('a', 'b');
    await join('c');
    await join('d');
    expect(itemsOf()).toEqual([['a', 'b']]);
    batches[0]?.arrive();
    await turn();
    expect(itemsOf()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    batches[1]?.arrive();
    await turn();
    expect(outcomes).toEqual({ a: 'a done', b: 'b done', c: 'c done', d: 'd done' });
  });

  it('does a batch that is refused again one by one, so that only its cause fails', async () => {
    const refused = new DatabaseFailure('refused', new Error('no'));
    const { batches, itemsOf, outcomes, join } = convoyOf();
    await join('a', 'bad', 'b');
    for (let n = 0; n < 4; n += 1) {
      const batch = batches[n];
      if (batch?.items.includes('bad')) batch.fail(refused);
      else batch?.arrive();
      await turn();
    }
    expect(itemsOf().slice(1)).toEqual([['a'], ['bad'], ['b']]);
    expect(outcomes).toEqual({ a: 'a done', bad: refused, b: 'b done' });
  });

  it.each(['unknown', 'not_sent'] as const)('does nothing twice when the connection is lost (%s)', async (fate) => {
    const lost = new DatabaseFailure(fate, new Error('gone'));
    const { batches, itemsOf, outcomes, join } = convoyOf();
    await join('a', 'b');
    batches[0]?.fail(lost);
    await turn();
    expect(itemsOf()).toEqual([['a', 'b']]);
    expect(outcomes).toEqual({ a: lost, b: lost });
  });

  it('lets those behind one that hangs go after a quarter of a second', async () => {
    const { batches, itemsOf, outcomes, join } = convoyOf();
    await join('hangs');
    await join('a');
    await jest.advanceTimersByTimeAsync(249);
    expect(itemsOf()).toEqual([['hangs']]);
    await jest.advanceTimersByTimeAsync(1);
    batches[1]?.arrive();
    await turn();
    expect(outcomes).toEqual({ a: 'a done' });
  });
});

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AbilityTurns, NotAwaited } from './ability-turns.js';

const PATIENCE_MS = 30_000;

/** Work that begins when it is its turn, and ends when it is told to. */
function work(turns: AbilityTurns, ability: string, isAwaited = () => true) {
  let begun = false;
  let finish: () => void = () => undefined;
  let fail: (cause: Error) => void = () => undefined;
  const done = turns.take({ ability, patienceMs: PATIENCE_MS, isAwaited }, () => {
    begun = true;
    return new Promise<string>((resolve, reject) => {
      finish = () => resolve('done');
      fail = reject;
    });
  });
  return { begun: () => begun, finish: () => finish(), fail: (cause: Error) => fail(cause), done };
}

describe('turns of abilities', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('are taken by so many at once, and go to the others in the order in which they came', async () => {
    const turns = new AbilityTurns(2);
    const calls = Array.from({ length: 4 }, () => work(turns, 'echo'));
    const begun = () => calls.map((call) => call.begun());
    expect(begun()).toEqual([true, true, false, false]);
    calls[1]?.finish();
    expect(await calls[1]?.done).toBe('done');
    expect(begun()).toEqual([true, true, true, false]);
    calls[0]?.finish();
    await calls[0]?.done;
    expect(begun()).toEqual([true, true, true, true]);
  });

  it('pass on when the work fails, and the failure is that of its call alone', async () => {
    const turns = new AbilityTurns(1);
    const first = work(turns, 'echo');
    const second = work(turns, 'echo');
    first.fail(new Error('the service is gone'));
    await expect(first.done).rejects.toThrow('the service is gone');
    second.finish();
    expect(await second.done).toBe('done');
  });

  it('do not begin what has waited too long, and go on to what has not', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const turns = new AbilityTurns(1);
    const hanging = work(turns, 'echo');
    const early = work(turns, 'echo');
    now = PATIENCE_MS;
    const late = work(turns, 'echo');
    now += 1;
    hanging.finish();
    await expect(early.done).rejects.toMatchObject({ ending: { failure: 'busy' } });
    expect([early.begun(), late.begun()]).toEqual([false, true]);
  });

  it('pass over what nobody awaits any more', async () => {
    let isAwaited = true;
    const turns = new AbilityTurns(1);
    const first = work(turns, 'echo');
    const gone = work(turns, 'echo', () => isAwaited);
    const next = work(turns, 'echo');
    isAwaited = false;
    first.finish();
    await expect(gone.done).rejects.toThrow(NotAwaited);
    expect([gone.begun(), next.begun()]).toEqual([false, true]);
  });

  it('of one ability keep no call of another waiting', () => {
    const turns = new AbilityTurns(1);
    work(turns, 'slow');
    expect(work(turns, 'slow').begun()).toBe(false);
    expect(work(turns, 'echo').begun()).toBe(true);
  });
});

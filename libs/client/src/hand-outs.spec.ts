import { describe, expect, it } from '@jest/globals';
import type { AccessTokenSource } from './access-token-source.js';
import { HandOuts } from './hand-outs.js';
import type { HandleRequest } from './handed-out.js';
import { type HandOut, HandOutCache } from './handout-cache.js';
import { type Outcome, TokenBrokerError } from './outcome.js';
import { Patience } from './patience.js';
import type { Refused } from './transport.js';

const request = { userId: 'zhangsan', scopes: ['Todo.Todo.Write'] };
const said = (outcome: Outcome) => new TokenBrokerError(outcome);

function asking(answer: (n: number) => Promise<Partial<HandOut>> = async () => ({})) {
  const asked: (HandleRequest & Partial<Refused>)[] = [];
  const accessTokens = { issued: 0, refusedOnes: [] as string[] };
  const source = {
    get: async () => `jwt${accessTokens.issued}`,
    refused: (token: string) => {
      accessTokens.refusedOnes.push(token);
      accessTokens.issued += 1;
    },
  } as unknown as AccessTokenSource;
  const cache = new HandOutCache();
  const ask = async (wanted: HandleRequest & Partial<Refused>): Promise<HandOut> => {
    asked.push(wanted);
    const n = asked.length;
    return { handoutId: `h${n}`, grantId: `g${n}`, expiresAt: new Date(Date.now() + 3_600_000), ...(await answer(n)) };
  };
  const handOuts = new HandOuts('token', ask, cache, source, () => 0);
  return { handOuts, asked, cache, accessTokens };
}
const patience = (ms = 5_000, signal?: AbortSignal) => new Patience(ms, signal);

describe(HandOuts.name, () => {
  it('asks once for all who want the same, whatever the order of the scopes', async () => {
    const { handOuts, asked } = asking();
    const scopes = ['a', 'b'];
    const same = [scopes, [...scopes].reverse()].map((each) => handOuts.get({ ...request, scopes: each }, patience()));
    expect(new Set((await Promise.all(same)).map(({ handoutId }) => handoutId)).size).toBe(1);
    await handOuts.get({ ...request, scopes }, patience());
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['for another purpose', { purpose: 'sync' }],
    ['of another person', { userId: 'lisi' }],
    ['that has to live longer', { minimumSeconds: 3_000 }],
  ])('asks apart for one %s', async (_, change) => {
    const { handOuts, asked } = asking();
    await Promise.all([handOuts.get(request, patience()), handOuts.get({ ...request, ...change }, patience())]);
    expect(asked).toHaveLength(2);
  });

  it('asks anew with another access token when its own was not accepted, once', async () => {
    const { handOuts, asked, accessTokens } = asking(async (n) => {
      if (n === 1) throw said({ code: 'unauthenticated' });
      return {};
    });
    expect((await handOuts.get(request, patience())).handoutId).toBe('h2');
    expect([asked.length, accessTokens.refusedOnes]).toEqual([2, ['jwt0']]);

    const never = asking(async () => {
      throw said({ code: 'unauthenticated' });
    });
    await expect(never.handOuts.get(request, patience())).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(never.asked).toHaveLength(2);
  });

  it('gives out nothing whose revocation was heard before it arrived', async () => {
    const { handOuts, cache } = asking(async (n) => {
      if (n === 1) cache.end(['g1']);
      return {};
    });
    expect((await handOuts.get(request, patience())).handoutId).toBe('h2');
  });

  it('waits as long as the broker says, and no time at all for a person or an operator', async () => {
    const { handOuts, asked } = asking(async (n) => {
      if (n < 3) throw said({ code: 'temporarily_unavailable', retryAfterSeconds: 0.1 });
      return {};
    });
    expect((await handOuts.get(request, patience())).handoutId).toBe('h3');
    expect(asked).toHaveLength(3);

    const refused = asking(async () => {
      throw said({ code: 'forbidden_by_policy', rule: 'scopes' });
    });
    await expect(refused.handOuts.get(request, patience())).rejects.toMatchObject({ remedy: 'operator' });
    expect(refused.asked).toHaveLength(1);
  });

  it('does not begin to wait for longer than it has', async () => {
    const { handOuts } = asking(async () => {
      throw said({ code: 'rate_limited', retryAfterSeconds: 60 });
    });
    const startedAt = performance.now();
    await expect(handOuts.get(request, patience(2_000))).rejects.toMatchObject({ code: 'rate_limited' });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('goes on for the others when whoever came first leaves', async () => {
    let arrive: (given: object) => void = () => undefined;
    const { handOuts, asked } = asking(
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    );
    const leaving = new AbortController();
    const first = handOuts.get(request, patience(5_000, leaving.signal));
    const second = handOuts.get(request, patience());
    leaving.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    arrive({});
    expect((await second).handoutId).toBe('h1');
    expect(asked).toHaveLength(1);
  });

  it('reports a refusal once, however many met it', async () => {
    const { handOuts, asked } = asking();
    const { handoutId } = await handOuts.get(request, patience());
    const refused = { refusedHandoutId: handoutId, refusedCode: 'InvalidAuthentication' };
    const replaced = await Promise.all(Array.from({ length: 5 }, () => handOuts.replace(request, refused, patience())));
    replaced.push(await handOuts.replace(request, refused, patience()));
    expect(new Set(replaced.map((one) => one.handoutId))).toEqual(new Set(['h2']));
    expect(asked).toEqual([request, { ...request, ...refused }]);
  });
});

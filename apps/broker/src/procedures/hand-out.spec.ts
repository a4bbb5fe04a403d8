import type { PolicyBook } from '@app/callers';
import { DatabaseFailure } from '@app/database';
import { BrokerError } from '@app/errors';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsentLinks } from './consent-links.js';
import { asked, caller, demo, rowOf } from './hand-out.fixture.js';
import { HandOut } from './hand-out.js';
import type { HandOutRow } from './hand-out.sql.js';
import type { HandOutAsk } from './hand-out-lane.js';
import type { HandOutLanes } from './hand-out-lanes.js';
import type { HandOutRateLimits } from './hand-out-rate-limits.js';
import type { ObserveScopes } from './observe-scopes.js';
import type { RefreshGrant } from './refresh-grant.js';
import type { RefreshOutcome } from './refresh-outcome.js';
import type { RefusedTokens } from './refused-tokens.js';

const token = { as: 'token' } as const;
describe(HandOut.name, () => {
  /** What the statement answers, round by round; a refusal that was judged already comes back as it is. */
  let rounds: Partial<HandOutRow>[];
  let asks: HandOutAsk[];
  let reloads: number;
  let disabledAt: Date | null;
  let refreshes: { staleVersion: number }[];
  let refreshOutcome: () => Promise<RefreshOutcome | undefined>;
  let counted: string[];
  /** What the rates answer, question by question: undefined is a policy to look at again. */
  let charges: (true | undefined | Error)[];
  let settled: (string | null)[];
  let ratePerSecond: number | null;
  let handOut: HandOut;
  beforeEach(() => {
    rounds = [];
    asks = [];
    reloads = 0;
    disabledAt = null;
    refreshes = [];
    refreshOutcome = async () => ({ kind: 'kept', retryInMs: undefined });
    counted = [];
    charges = [];
    settled = [];
    ratePerSecond = null;
    const page = async () => ({
      caller: { ...caller, disabledAt, entitlements: caller.entitlements.map((each) => ({ ...each, ratePerSecond })) },
      applications: new Map([['demo', demo]]),
      suspensions: [],
      policyStateVersion: 1,
      clockBehindMs: 0,
    });
    const policies = {
      open: page,
      reload: () => {
        reloads += 1;
        return page();
      },
    } as unknown as PolicyBook;
    const lanes = {
      ask: async (ask: HandOutAsk) => {
        asks.push(ask);
        const next = rounds.shift();
        if (next?.outcome === 'policy_stale') return rowOf(next);
        if (ask.refusal !== null) return rowOf({ outcome: ask.refusal, rule: ask.rule });
        return rowOf(ask.passedOver.has('demo') ? { outcome: 'temporarily_unavailable' } : (next ?? {}));
      },
    } as unknown as HandOutLanes;
    const rateLimits = {
      charge: async () => {
        const answer = charges.shift();
        if (answer instanceof Error) throw answer;
        return answer && { settle: (rule: string | null) => settled.push(rule) };
      },
    } as unknown as HandOutRateLimits;
    const refreshGrant = {
      execute: (wanted: { staleVersion: number }) => {
        refreshes.push(wanted);
        return refreshOutcome();
      },
    } as unknown as RefreshGrant;
    const observe = { execute: async () => false } as unknown as ObserveScopes;
    const links = {
      forOutcome: async () => 'https://broker.example.com/consent/demo?consent=1',
    } as unknown as ConsentLinks;
    handOut = new HandOut(
      policies,
      lanes,
      rateLimits,
      refreshGrant,
      observe,
      { heed: async () => undefined } as unknown as RefusedTokens,
      links,
      'https://broker.example.com/v1/handles',
      (outcome) => counted.push(outcome),
    );
  });
  const code = (expected: string) => expect.objectContaining({ code: expected });

  it('answers with the id of the record under which the token left', async () => {
    const response = await handOut.execute(asked, token);
    expect(response).toMatchObject({ handoutId: asks[0]?.recordId, grantId: 'g1', tokenVersion: 3 });
    expect(counted).toEqual(['token']);
  });

  it('judges again by a fresh policy when the statement found it stale', async () => {
    rounds = [{ outcome: 'policy_stale' }, {}];
    await handOut.execute(asked, token);
    expect(reloads).toBe(1);
    expect(asks.map(({ recordId }) => recordId)).toHaveLength(2);
  });

  it('gives up on a policy that never rests', async () => {
    rounds = Array.from({ length: 50 }, () => ({ outcome: 'policy_stale' as const }));
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('temporarily_unavailable'));
    expect(counted).toEqual(['temporarily_unavailable']);
  });

  it('refreshes the very version that was found stale and then asks again', async () => {
    rounds = [{ outcome: 'token_stale', tokenVersion: 3 }, { tokenVersion: 4 }];
    refreshOutcome = async () => ({ kind: 'replaced' });
    await handOut.execute(asked, token);
    expect(refreshes).toMatchObject([{ staleVersion: 3, grantId: 'g1' }]);
  });

  it('asks for whatever still lives once a refresh brought nothing', async () => {
    rounds = [{ outcome: 'token_stale' }, {}];
    await handOut.execute(asked, token);
    expect(asks.map(({ minimumSeconds }) => minimumSeconds)).toEqual([60, 0]);
  });

  it('tries again when it makes sense, for as long as the caller is willing to wait', async () => {
    rounds = [{ outcome: 'token_stale' }, { outcome: 'token_stale' }, { outcome: 'token_stale' }, {}];
    refreshOutcome = async () => ({ kind: 'kept', retryInMs: 5 });
    await handOut.execute(asked, token);
    expect(refreshes).toHaveLength(3);
  });

  it('gives up at once when trying again would come too late for the caller', async () => {
    rounds = [{ outcome: 'token_stale' }, { outcome: 'token_stale' }];
    refreshOutcome = async () => ({ kind: 'kept', retryInMs: 3_600_000 });
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('temporarily_unavailable'));
    expect(refreshes).toHaveLength(2);
  });

  it('records that it gave up, in a round like any other', async () => {
    rounds = [{ outcome: 'token_stale' }];
    refreshOutcome = async () => undefined;
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('temporarily_unavailable'));
    expect(asks.map(({ passedOver }) => [...passedOver])).toEqual([[], ['demo']]);
  });

  it('records that it gave up even if the policy moves in that very moment', async () => {
    rounds = [{ outcome: 'token_stale' }, { outcome: 'policy_stale' }];
    refreshOutcome = async () => undefined;
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('temporarily_unavailable'));
    expect(asks.map(({ passedOver }) => [...passedOver])).toEqual([[], ['demo'], ['demo']]);
  });

  it('says forbidden rather than come back to a caller that was disabled while it waited', async () => {
    rounds = [{ outcome: 'token_stale' }, { outcome: 'policy_stale' }];
    refreshOutcome = async () => {
      disabledAt = new Date();
      return undefined;
    };
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('forbidden_by_policy'));
  });

  it('reads unobserved scopes once, and gives up if DingTalk does not tell', async () => {
    rounds = [{ outcome: 'unobserved' }];
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('temporarily_unavailable'));
    expect(asks.map(({ passedOver }) => [...passedOver])).toEqual([[], ['demo']]);
  });

  it('lets the caller come back when the database fails in the middle of a refresh', async () => {
    rounds = [{ outcome: 'token_stale' }];
    refreshOutcome = () => Promise.reject(new DatabaseFailure('unknown', new Error('gone')));
    await expect(handOut.execute(asked, token)).rejects.toEqual(code('temporarily_unavailable'));
  });

  describe('with a rate', () => {
    beforeEach(() => {
      ratePerSecond = 1;
    });

    it('asks for room once, and keeps it for what left under that rule', async () => {
      charges = [true];
      rounds = [{ outcome: 'token_stale' }, { rule: 'todo-sync/1' }];
      await handOut.execute(asked, token);
      expect(settled).toEqual(['todo-sync/1', null]);
    });

    it('gives the room back when nothing left', async () => {
      charges = [true];
      rounds = [{ outcome: 'consent_required', reason: 'no_grant', missing: [] }];
      await expect(handOut.execute(asked, token)).rejects.toEqual(code('consent_required'));
      expect(settled).toEqual([null]);
    });

    it('does not reach the statement without room, and believes only a policy that was just read', async () => {
      charges = [undefined, BrokerError.rateLimited(3)];
      await expect(handOut.execute(asked, token)).rejects.toMatchObject({
        code: 'rate_limited',
        members: { retryAfterSeconds: 3 },
      });
      expect({ reloads, asks, counted }).toEqual({ reloads: 1, asks: [], counted: ['rate_limited'] });
    });

    it('asks anew by the policy that replaced the one it asked by', async () => {
      charges = [true, true];
      rounds = [{ outcome: 'policy_stale' }, { rule: 'todo-sync/1' }];
      await handOut.execute(asked, token);
      expect(settled).toEqual([null, 'todo-sync/1', null]);
    });

    it('asks nothing of the rates for what is refused anyway', async () => {
      disabledAt = new Date();
      await expect(handOut.execute(asked, token)).rejects.toEqual(code('forbidden_by_policy'));
      expect(settled).toEqual([]);
    });
  });

  it('leads to consent with a link', async () => {
    rounds = [{ outcome: 'consent_required', reason: 'no_grant', missing: ['Contact.User.Read'] }];
    await expect(handOut.execute(asked, token)).rejects.toMatchObject({
      code: 'consent_required',
      members: {
        consentUrl: expect.stringContaining('?consent='),
        reason: 'no_grant',
        missingScopes: ['Contact.User.Read'],
      },
    });
  });
});

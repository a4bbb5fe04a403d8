import { describe, expect, it } from '@jest/globals';
import type { RepeatBehaviour } from './dingtalk.js';
import { explore } from './explorer.js';
import { type Allowance, asking, type World } from './model.js';
import { type Rules, soundRules } from './rules.js';
import type { Step, What } from './step.js';
import { systemOf } from './steps.js';
import { stepText, traceOf } from './trace.js';

/** What may happen besides crashes, lost and late answers, stalls and refusals to serve, of which there is no limit. */
const nothingElse: Allowance = { expiries: 0, consents: 0, withdrawals: 0, suspensions: 0, revocations: 0 };
const expiryConsentRevocation: Allowance = { ...nothingElse, expiries: 1, consents: 1, revocations: 1 };
const withdrawalConsentSuspension: Allowance = { ...nothingElse, withdrawals: 1, consents: 1, suspensions: 1 };

const timePasses: readonly What[] = ['the lease runs out', 'the back-off is over', 'DingTalk processes a late request'];
/** Without a crash, and without help from persons or operators. */
const undisturbed = ({ side, what }: Step) => (side === undefined ? timePasses.includes(what) : what !== 'is killed');
/** As above, while the other replica does nothing any more. */
const alone = (step: Step, from: World) =>
  undisturbed(step) && (step.side === undefined || from.replicas[step.side === 0 ? 1 : 0] === asking);

/** Nothing is left to do for the grant: it has fresh tokens and no doubt, or has ended, or needs the person. */
const isSettled = ({ row }: World) =>
  row.state === 'revoked' || row.reason !== null || (row.accessToken === 'live' && row.attempt === null);
const isAlive = ({ row }: World) => row.accessToken === 'live' && row.attempt === null;
const endedOtherwise = ({ row, dingtalk }: World) => row.state === 'revoked' || dingtalk.at(-1)?.withdrawn === true;

describe('the refresh protocol, in every interleaving of two replicas with crashes, stalls and lost or late answers', () => {
  // The numbers are exact, so that a model which lost some of its steps does not pass for a proof.
  it.each([
    ['idempotent', 'an expiry, a consent and a revocation', 56_312, expiryConsentRevocation],
    ['single_use', 'an expiry, a consent and a revocation', 86_744, expiryConsentRevocation],
    ['idempotent', 'a withdrawal, a consent and a suspension', 15_489, withdrawalConsentSuspension],
    ['single_use', 'a withdrawal, a consent and a suspension', 19_740, withdrawalConsentSuspension],
  ] as const)('keeps its guarantees with %s refresh tokens, %s: in each of %i states', (repeats, _, states, left) => {
    const explored = explore(systemOf({ rules: soundRules, repeats }, left), [undisturbed, alone]);
    expect(explored.counterexample && traceOf(explored.counterexample)).toBeUndefined();
    expect(explored.states.length).toBe(states);

    // Invariant 9: whatever has happened, it goes on, and one replica needs no other.
    const [together = [], byOne = []] = explored.stranded(isSettled);
    expect(together).toEqual([]);
    expect(byOne.filter(({ replicas }) => replicas.includes(asking))).toEqual([]);
    if (repeats === 'idempotent') {
      // And no outage, crash or stall costs a grant.
      const [lost = []] = explored.stranded((world) => isAlive(world) || endedOtherwise(world));
      expect(lost).toEqual([]);
    }
  });
});

describe('the explorer', () => {
  interface Broken {
    readonly rule: keyof Rules;
    readonly repeats: RepeatBehaviour;
    readonly left?: Partial<Allowance>;
    readonly breach: string;
    /** The last steps of the shortest way to the breach. */
    readonly ending: readonly string[];
  }
  const broken = ({ rule, repeats, left }: Pick<Broken, 'rule' | 'repeats' | 'left'>) => {
    const rules = { ...soundRules, [rule]: false };
    return explore(systemOf({ rules, repeats }, { ...nothingElse, ...left })).counterexample;
  };
  const table: readonly Broken[] = [
    {
      rule: 'anybodyStoresSuccess',
      repeats: 'single_use',
      breach: 'a grant was lost although the answer had arrived',
      ending: [
        'B takes the lease',
        'A drops the new tokens',
        'B sends the refresh token',
        'B is refused by DingTalk',
        'B stores the refusal',
      ],
    },
    {
      rule: 'refusalIsForItsVersion',
      repeats: 'single_use',
      breach: 'a stale refusal ended a grant that holds newer tokens',
      ending: [
        'B takes the lease',
        'A stores the new tokens',
        'B sends the refresh token',
        'B is refused by DingTalk',
        'B stores the refusal',
      ],
    },
    {
      rule: 'refusalIsForItsVersion',
      repeats: 'idempotent',
      left: { withdrawals: 1, consents: 1 },
      breach: 'a stale refusal ended a grant that holds newer tokens',
      ending: ['A is refused by DingTalk', 'the person consents again', 'A stores the refusal'],
    },
    {
      rule: 'refusalNeedsFence',
      repeats: 'single_use',
      breach: 'a grant ended while the holder of the lease had the new tokens',
      ending: ['B is answered with new tokens', 'A is refused by DingTalk', 'A stores the refusal'],
    },
    {
      rule: 'successIsForItsVersion',
      repeats: 'idempotent',
      left: { consents: 1 },
      breach: 'the stored tokens are not those of the last consent',
      ending: ['A is answered with new tokens', 'the person consents again', 'A stores the new tokens'],
    },
    {
      rule: 'endIsFinal',
      repeats: 'idempotent',
      left: { revocations: 1 },
      breach: 'a revoked grant came back',
      ending: ['A is answered with new tokens', 'the revocation ends the grant', 'A stores the new tokens'],
    },
    {
      rule: 'suspensionOutlivesRefusal',
      repeats: 'idempotent',
      left: { withdrawals: 1, suspensions: 1, consents: 1 },
      breach: 'a suspended grant became active, and nobody resumed it',
      ending: ['the operator suspends', 'A stores the refusal', 'the person consents again'],
    },
    {
      rule: 'leaseExcludes',
      repeats: 'idempotent',
      breach: 'two calls with one refresh token, and no lease had run out',
      ending: ['A takes the lease', 'A sends the refresh token', 'B takes the lease', 'B sends the refresh token'],
    },
    {
      rule: 'holderChecksLease',
      repeats: 'single_use',
      breach: 'a refresh token whose answer is on record was sent again',
      ending: ['B is answered with new tokens', 'B stores the new tokens', 'A sends the refresh token'],
    },
    {
      rule: 'leaseRecordsIntent',
      repeats: 'idempotent',
      breach: 'a call is under way that is not on record',
      ending: ['A takes the lease', 'A sends the refresh token'],
    },
    {
      rule: 'releaseKeepsDoubt',
      repeats: 'single_use',
      breach: 'a call is under way that is not on record',
      ending: ['A sends the refresh token', 'A gives up waiting for DingTalk', 'A gives the lease back'],
    },
    {
      rule: 'refresherAsksAgain',
      repeats: 'idempotent',
      left: { revocations: 1 },
      breach: 'a token left after the revocation had read its receipt',
      ending: ['the revocation ends the grant', 'the revocation raises the epochs', 'A hands out from memory'],
    },
    {
      rule: 'revocationRaisesEpochs',
      repeats: 'idempotent',
      left: { revocations: 1 },
      breach: 'a token left after the revocation had read its receipt',
      ending: [
        'A finds a live token, and has not committed yet',
        'the revocation ends the grant',
        'the revocation answers',
        'A commits, and the token leaves',
      ],
    },
  ];
  it.each(table)('finds what goes wrong without $rule ($repeats): $breach', ({ breach, ending, ...what }) => {
    const found = broken(what);
    expect(found?.breach).toBe(breach);
    expect(found?.steps.slice(-ending.length).map(stepText)).toEqual(ending);
  });

  it('tells a breach as the shortest story that leads to it', () => {
    const found = broken({ rule: 'waitersWait', repeats: 'idempotent' });
    expect(found && traceOf(found)).toBe(
      [
        '  1. A finds its token stale  → active, version 1, refresh token 0.0, access token run out',
        '  2. A sees a grant to refresh',
        '  3. A takes the lease  → active, version 1, refresh token 0.0, access token run out, leased, attempt with 0.0',
        '  4. B finds its token stale',
        '  5. B sees the lease, and does not wait',
        '  6. B is told to try later',
        '   ⇒ a caller got an error because somebody else was refreshing',
      ].join('\n'),
    );
  });
});

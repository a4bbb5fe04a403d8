import { describe, expect, it } from '@jest/globals';
import { caller, entitlement as entitlementOf, now } from './caller.fixture.js';
import type { Entitlement } from './caller.js';
import type { PolicyApplication } from './judge.js';
import { type PastHandout, replaying } from './replay.js';

const READ = 'Contact.User.Read';
const WRITE_TODOS = 'Todo.Todo.Write';
const CALENDAR = 'Calendar.Event.Read';

const demo: PolicyApplication = {
  clientId: 'dingdemo',
  name: 'demo',
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: [READ, WRITE_TODOS, CALENDAR],
  incidentalScopes: [READ],
  suspendedAt: now,
};
const entitlement = (scopes: readonly string[], change: Partial<Entitlement> = {}) =>
  entitlementOf({ scopes, delivery: ['token', 'handle'], ...change });
const handout = (change: Partial<PastHandout> = {}): PastHandout => ({
  application: 'demo',
  corpId: 'dinghangzhou',
  userId: 'zhangsan',
  unionId: 'uZhangsan',
  scopes: [READ, WRITE_TODOS],
  delivery: 'token',
  hasPurpose: false,
  ...change,
});
const replay = (before: readonly Entitlement[], after: readonly Entitlement[], past: PastHandout) =>
  replaying(caller(before, now), after, new Map([['demo', demo]]), now)(past);

describe('a hand-out replayed', () => {
  const both = [entitlement([READ, WRITE_TODOS])];

  it.each<[string, readonly Entitlement[]]>([
    ['one entitlement', both],
    ['two that add up', [entitlement([READ]), entitlement([WRITE_TODOS])]],
    ['one without the incidental scope that the token carries', [entitlement([WRITE_TODOS])]],
    ['one for tokens of any width', [entitlement([WRITE_TODOS], { wholeToken: true, wholeTokenReason: 'because' })]],
  ])('is allowed where nothing changes, whatever is suspended or disabled: %s', (_, entitlements) => {
    expect(replay(entitlements, entitlements, handout())).toEqual({ verdict: 'allowed' });
  });

  it.each<[string, readonly Entitlement[], Partial<PastHandout>]>([
    ['no_entitlement', [], {}],
    ['no_entitlement', [entitlement([READ, WRITE_TODOS], { expiresAt: now })], {}],
    ['delivery', [entitlement([READ, WRITE_TODOS], { delivery: ['handle'] })], {}],
    ['delivery', [entitlement([READ, WRITE_TODOS], { delivery: ['token'] })], { delivery: 'gateway' }],
    ['scopes', [entitlement([READ])], { delivery: 'handle' }],
    ['token_too_broad', [entitlement([READ])], {}],
    ['purpose_required', [entitlement([READ, WRITE_TODOS], { purposeRequired: true })], {}],
    ['people', [entitlement([READ, WRITE_TODOS], { people: { organisations: ['dingelsewhere'] } })], {}],
    ['people', [entitlement([READ, WRITE_TODOS], { people: { persons: [{ userId: 'lisi' }] } })], {}],
  ])('is refused by the rule that would: %s', (rule, after, change) => {
    expect(replay(both, after, handout(change))).toEqual({ verdict: 'refused', rule });
  });

  it('counts a person under either id, because the trail does not say by which one was asked', () => {
    const listed = [entitlement([READ, WRITE_TODOS], { people: { persons: [{ unionId: 'uZhangsan' }] } })];
    expect(replay(both, listed, handout())).toEqual({ verdict: 'allowed' });
  });

  it('is unclear where a token of any width carried what would be taken and may have been asked for', () => {
    const ofAnyWidth = { wholeToken: true, wholeTokenReason: 'because' };
    const before = [entitlement([READ, WRITE_TODOS], ofAnyWidth)];
    expect(replay(before, [entitlement([READ], ofAnyWidth)], handout())).toEqual({ verdict: 'unclear' });
    expect(replay(before, [entitlement([READ], ofAnyWidth)], handout({ scopes: [READ, CALENDAR] }))).toEqual({
      verdict: 'allowed',
    });
  });
});

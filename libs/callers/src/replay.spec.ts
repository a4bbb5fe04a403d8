import { describe, expect, it } from '@jest/globals';
import { caller, entitlement as entitlementOf, now } from './caller.fixture.js';
import type { Entitlement } from './caller.js';
import type { PolicyApplication } from './judge.js';
import { type PastHandout, replaying } from './replay.js';

const READ = 'Contact.User.Read';
const TODO = 'Todo.Todo.Write';
const CALENDAR = 'Calendar.Event.Read';

const demo: PolicyApplication = {
  clientId: 'dingdemo',
  name: 'demo',
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: [READ, TODO, CALENDAR],
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
  scopes: [READ, TODO],
  delivery: 'token',
  hasPurpose: false,
  ...change,
});
const replay = (before: readonly Entitlement[], after: readonly Entitlement[], past: PastHandout) =>
  replaying(caller(before, now), after, new Map([['demo', demo]]), now)(past);

describe('a hand-out replayed', () => {
  const both = [entitlement([READ, TODO])];

  it.each<[string, readonly Entitlement[]]>([
    ['one entitlement', both],
    ['two that add up', [entitlement([READ]), entitlement([TODO])]],
    ['one without the incidental scope that the token carries', [entitlement([TODO])]],
    ['one for tokens of any width', [entitlement([TODO], { wholeToken: true, wholeTokenReason: 'because' })]],
  ])('is allowed where nothing changes, whatever is suspended or disabled: %s', (_, entitlements) => {
    expect(replay(entitlements, entitlements, handout())).toEqual({ verdict: 'allowed' });
  });

  it.each<[string, readonly Entitlement[], Partial<PastHandout>]>([
    ['no_entitlement', [], {}],
    ['no_entitlement', [entitlement([READ, TODO], { expiresAt: now })], {}],
    ['delivery', [entitlement([READ, TODO], { delivery: ['handle'] })], {}],
    ['delivery', [entitlement([READ, TODO], { delivery: ['token'] })], { delivery: 'gateway' }],
    ['scopes', [entitlement([READ])], { delivery: 'handle' }],
    ['token_too_broad', [entitlement([READ])], {}],
    ['purpose_required', [entitlement([READ, TODO], { purposeRequired: true })], {}],
    ['people', [entitlement([READ, TODO], { people: { organisations: ['dingelsewhere'] } })], {}],
    ['people', [entitlement([READ, TODO], { people: { persons: [{ userId: 'lisi' }] } })], {}],
  ])('is refused by the rule that would: %s', (rule, after, change) => {
    expect(replay(both, after, handout(change))).toEqual({ verdict: 'refused', rule });
  });

  it('counts a person under either id, because the trail does not say by which one was asked', () => {
    const listed = [entitlement([READ, TODO], { people: { persons: [{ unionId: 'uZhangsan' }] } })];
    expect(replay(both, listed, handout())).toEqual({ verdict: 'allowed' });
  });

  it('is unclear where a token of any width carried what would be taken and may have been asked for', () => {
    const ofAnyWidth = { wholeToken: true, wholeTokenReason: 'because' };
    const before = [entitlement([READ, TODO], ofAnyWidth)];
    expect(replay(before, [entitlement([READ], ofAnyWidth)], handout())).toEqual({ verdict: 'unclear' });
    expect(replay(before, [entitlement([READ], ofAnyWidth)], handout({ scopes: [READ, CALENDAR] }))).toEqual({
      verdict: 'allowed',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caller, entitlement, now, past, question } from './caller.fixture.js';
import type { Delivery, Entitlement } from './caller.js';
import { type EntitlementDimension, entitlementDimensions, explain } from './explain.js';
import { judge, type PolicyApplication, type PolicyQuestion } from './judge.js';

const declared = ['Contact.User.Read', 'Todo.Todo.Write', 'Calendar.Event.Read'];
const application = (name: string, change: Partial<PolicyApplication> = {}): PolicyApplication => ({
  clientId: 'dingdemo',
  name,
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: declared,
  incidentalScopes: ['Contact.User.Read'],
  suspendedAt: null,
  ...change,
});
const applications = new Map(
  [
    application('demo'),
    application('visitors'),
    application('stopped', { suspendedAt: past }),
    application('meeting', { kind: 'isv', corpId: null }),
  ].map((each) => [each.name, each]),
);
const policy = { applications, suspensions: [] };
const explained = (entitlements: readonly Entitlement[], asked: Partial<PolicyQuestion> = {}) =>
  explain(caller(entitlements), policy, question(asked), now);

describe(explain.name, () => {
  const failing: [EntitlementDimension, Partial<Entitlement>, Partial<PolicyQuestion>][] = [
    ['application', { application: 'visitors' }, {}],
    ['application', { application: 'visitors', expiresAt: past }, {}],
    ['expiry', { expiresAt: past, delivery: ['handle'] }, {}],
    ['delivery', { delivery: ['handle'], scopes: ['Todo.Todo.Write'] }, {}],
    ['scopes', { scopes: ['Todo.Todo.Write'], purposeRequired: true }, {}],
    ['purpose', { purposeRequired: true, people: { organisations: ['dingother'] } }, {}],
    ['suspension', { application: 'stopped' }, { application: 'stopped' }],
    ['organisation', { application: 'meeting', people: { persons: [{ userId: 'lisi' }] } }, { application: 'meeting' }],
    ['organisation', {}, { corpId: 'dingother' }],
    ['people', { people: { persons: [{ userId: 'lisi' }] } }, {}],
  ];
  it.each(failing)('names %s as the first on which an entitlement fails', (dimension, change, asked) => {
    expect(explained([entitlement(change)], asked)).toMatchObject({
      judgement: { allowed: false },
      candidates: [],
      entitlements: [{ position: 1, failsOn: dimension }],
    });
  });

  it('has an example of each dimension', () => {
    expect(new Set(failing.map(([dimension]) => dimension))).toEqual(new Set(entitlementDimensions));
  });

  it('says which scopes of the request are beyond an entitlement', () => {
    const { entitlements } = explained([entitlement()], { scopes: ['Contact.User.Read', 'Calendar.Event.Read'] });
    expect(entitlements).toMatchObject([{ failsOn: 'scopes', missingScopes: ['Calendar.Event.Read'] }]);
  });

  it('tells of a disabled caller what would be if it were not', () => {
    const disabled = caller([entitlement(), entitlement({ delivery: ['handle'] })], past);
    expect(explain(disabled, policy, question(), now)).toMatchObject({
      judgement: { allowed: false, rule: 'suspended', subject: { kind: 'caller' } },
      entitlements: [{ failsOn: null }, { failsOn: 'delivery' }],
    });
  });

  it('says what a raw token of everything the application declares would carry too much', () => {
    expect(explained([entitlement()]).candidates).toMatchObject([
      { rule: 'todo-sync/1', beyond: ['Calendar.Event.Read'] },
    ]);
    const whole = entitlement({ wholeToken: true, wholeTokenReason: 'legacy' });
    expect(explained([entitlement(), whole]).candidates).toMatchObject([{ rule: 'todo-sync/1', beyond: [] }]);
    expect(explained([entitlement({ scopes: declared })]).candidates).toMatchObject([{ beyond: [] }]);
  });

  const anyEntitlement: fc.Arbitrary<Entitlement> = fc
    .record({
      application: fc.constantFrom(...applications.keys()),
      scopes: fc.uniqueArray(fc.constantFrom(...declared), { minLength: 1 }),
      delivery: fc.uniqueArray(fc.constantFrom<Delivery>('token', 'handle'), { minLength: 1 }),
      people: fc.constantFrom(
        { all: true } as const,
        { organisations: ['dinghangzhou'] },
        { persons: [{ userId: 'zhangsan' }] },
      ),
      purposeRequired: fc.boolean(),
      expiresAt: fc.constantFrom(null, past),
    })
    .map(entitlement);
  const anyQuestion: fc.Arbitrary<PolicyQuestion> = fc.record({
    application: fc.option(fc.constantFrom(...applications.keys()), { nil: undefined }),
    corpId: fc.option(fc.constantFrom('dinghangzhou', 'dingother'), { nil: undefined }),
    userId: fc.constantFrom('zhangsan', 'lisi'),
    unionId: fc.constant(undefined),
    scopes: fc.uniqueArray(fc.constantFrom(...declared), { minLength: 1 }),
    delivery: fc.constantFrom<Delivery>('token', 'handle'),
    purpose: fc.option(fc.constant('sync'), { nil: undefined }),
  });

  it('finds an entitlement that allows the request exactly if the request is allowed, and the candidates that count', () => {
    fc.assert(
      fc.property(fc.array(anyEntitlement, { maxLength: 5 }), anyQuestion, (entitlements, asked) => {
        const asker = caller(entitlements);
        const judgement = judge(asker, policy, asked, now);
        const explanation = explain(asker, policy, asked, now);
        expect(explanation.judgement.allowed).toBe(judgement.allowed);
        expect(explanation.entitlements.some(({ failsOn }) => failsOn === null)).toBe(judgement.allowed);
        const candidates = explanation.candidates.map(({ beyond: _, ...candidate }) => candidate);
        expect(candidates).toEqual(judgement.allowed ? judgement.candidates : []);
      }),
      { numRuns: 500 },
    );
  });
});

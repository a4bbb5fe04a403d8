import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller, Delivery, Entitlement, People } from './caller.js';
import { type Judgement, judge, type PolicyApplication, type PolicyQuestion } from './judge.js';
import type { SuspensionSubject } from './suspension.js';

const now = new Date('2026-11-21T08:00:00Z');
const past = new Date(now.getTime() - 1);
const future = new Date(now.getTime() + 1);

const application = (change: Partial<PolicyApplication> & { name: string }): PolicyApplication => ({
  clientId: 'dingdemo',
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: ['Contact.User.Read', 'Todo.Todo.Write', 'Calendar.Event.Read'],
  incidentalScopes: ['snsapi_base'],
  suspendedAt: null,
  ...change,
});
const applications = new Map(
  [
    application({ name: 'demo' }),
    application({ name: 'visitors', scopes: ['Contact.User.Read'] }),
    application({ name: 'stopped', suspendedAt: past }),
    application({ name: 'meeting', kind: 'isv', corpId: null }),
    application({ name: 'notes', kind: 'personal', corpId: null }),
  ].map((each) => [each.name, each]),
);
const policyWith = (...suspensions: SuspensionSubject[]) => ({ applications, suspensions });
const policy = policyWith();

const entitlement = (change: Partial<Entitlement> = {}): Entitlement => ({
  position: 1,
  application: 'demo',
  scopes: ['Contact.User.Read', 'Todo.Todo.Write'],
  delivery: ['token'],
  people: { all: true },
  purposeRequired: false,
  expiresAt: null,
  wholeToken: false,
  wholeTokenReason: null,
  mayBringCodes: false,
  mayRevoke: false,
  ratePerSecond: null,
  personRatePerSecond: null,
  ...change,
});
const caller = (entitlements: readonly Entitlement[], disabledAt: Date | null = null): Caller => ({
  id: '01a1fbd0-0000-7000-8000-000000000001',
  name: 'todo-sync',
  clientId: 'todo-sync-1',
  authMethod: 'client_secret',
  policyVersion: 1,
  disabledAt,
  entitlements: entitlements.map((each, index) => ({ ...each, position: index + 1 })),
  createdAt: past,
  updatedAt: past,
});
const question = (change: Partial<PolicyQuestion> = {}): PolicyQuestion => ({
  application: 'demo',
  corpId: undefined,
  userId: 'zhangsan',
  unionId: undefined,
  scopes: ['Contact.User.Read'],
  delivery: 'token',
  purpose: undefined,
  ...change,
});
const judged = (entitlements: readonly Entitlement[], asked: Partial<PolicyQuestion> = {}): Judgement =>
  judge(caller(entitlements), policy, question(asked), now);
const forbidden = (rule: string) => ({ allowed: false, code: 'forbidden_by_policy', rule });
const suspended = (subject: object) => ({ ...forbidden('suspended'), subject });
const unplaced = (rule: string) => ({ allowed: false, code: 'invalid_request', rule });
const byUnionId = { userId: undefined, unionId: 'u-zhangsan' };

describe(judge.name, () => {
  it.each<[string, Partial<Entitlement>[], Partial<PolicyQuestion>, string]>([
    ['without an entitlement', [], {}, 'no_entitlement'],
    ['for another application', [{ application: 'visitors' }], {}, 'no_entitlement'],
    ['for an application nobody knows', [{}], { application: 'unheard-of' }, 'no_entitlement'],
    ['after the entitlement has expired', [{ expiresAt: past }], {}, 'no_entitlement'],
    ['at the very moment it expires', [{ expiresAt: now }], {}, 'no_entitlement'],
    ['for another delivery', [{ delivery: ['handle'] }], {}, 'delivery'],
    ['for a scope beyond it', [{}], { scopes: ['Contact.User.Read', 'Calendar.Event.Read'] }, 'scopes'],
    [
      'for scopes that only two entitlements together cover',
      [{ scopes: ['Contact.User.Read'] }, { scopes: ['Todo.Todo.Write'] }],
      { scopes: ['Contact.User.Read', 'Todo.Todo.Write'] },
      'scopes',
    ],
    ['without the purpose it requires', [{ purposeRequired: true }], {}, 'purpose_required'],
    ['for another organisation', [{ people: { organisations: ['dingother'] } }], {}, 'people'],
    ['for a person not listed', [{ people: { persons: [{ userId: 'lisi' }] } }], {}, 'people'],
    [
      'for a person listed in another organisation',
      [{ people: { persons: [{ userId: 'zhangsan', corpId: 'dingother' }] } }],
      {},
      'people',
    ],
    [
      'for a unionId listed in another organisation',
      [{ people: { persons: [{ unionId: 'u-zhangsan', corpId: 'dingother' }] } }],
      byUnionId,
      'people',
    ],
    [
      'for a person listed under the other id',
      [{ people: { persons: [{ userId: 'zhangsan' }] } }],
      byUnionId,
      'people',
    ],
    [
      'for nobody, who is not on any list',
      [{ people: { persons: [{ userId: 'zhangsan' }] } }],
      { userId: undefined },
      'people',
    ],
  ])('forbids %s', (_, entitlements, asked, rule) => {
    expect(judged(entitlements.map(entitlement), asked)).toEqual(forbidden(rule));
  });

  it('forbids everything to a disabled caller, whatever it is entitled to', () => {
    expect(judge(caller([entitlement()], past), policy, question(), now)).toEqual(suspended({ kind: 'caller' }));
  });

  it.each([
    ['is suspended', 'stopped'],
    ['is gone', 'gone'],
  ])('forbids what it would allow while the application %s', (_, application) => {
    expect(judged([entitlement({ application })], { application })).toEqual(
      suspended({ kind: 'application', application }),
    );
  });

  it.each<[string, Partial<Entitlement>, Partial<PolicyQuestion>]>([
    ['until the moment before it expires', { expiresAt: future }, {}],
    ['with the purpose it requires', { purposeRequired: true }, { purpose: 'sync to-dos' }],
    ['for a listed organisation', { people: { organisations: ['dinghangzhou'] } }, {}],
    ['for a listed person', { people: { persons: [{ userId: 'zhangsan' }] } }, {}],
    ['for one listed there', { people: { persons: [{ userId: 'zhangsan', corpId: 'dinghangzhou' }] } }, {}],
    ['for a listed unionId', { people: { persons: [{ unionId: 'u-zhangsan' }] } }, byUnionId],
    ['for the organisation of the application, named', {}, { corpId: 'dinghangzhou' }],
  ])('allows %s', (_, change, asked) => {
    expect(judged([entitlement(change)], asked)).toMatchObject({
      allowed: true,
      candidates: [{ application: 'demo', corpId: 'dinghangzhou', rule: 'todo-sync/1' }],
    });
  });

  it.each<[string, Partial<PolicyQuestion>, string]>([
    ['an internal application elsewhere', { application: 'demo', corpId: 'dingother' }, 'other_organisation'],
    ['an isv application without corpId', { application: 'meeting' }, 'corp_id_required'],
    ['a personal application with userId', { application: 'notes' }, 'union_id_required'],
    [
      'a personal application in an organisation',
      { application: 'notes', corpId: 'dinghangzhou', ...byUnionId },
      'other_organisation',
    ],
    ['a userId without application and corpId', { application: undefined }, 'corp_id_required_with_user_id'],
  ])('says what is missing to place %s, and only after policy', (_, asked, rule) => {
    const entitled = ['demo', 'meeting', 'notes']
      .filter((name) => (asked.application === undefined ? name === 'demo' : name === asked.application))
      .map((name) => entitlement({ application: name }));
    expect(judged(entitled, asked)).toEqual(unplaced(rule));
    expect(judged(entitled, { ...asked, scopes: ['Calendar.Event.Read'] })).toEqual(forbidden('scopes'));
    expect(judged([], asked)).toEqual(forbidden('no_entitlement'));
  });

  it.each<[string, Partial<PolicyQuestion>, string]>([
    ['isv', { application: 'meeting', corpId: 'dingshanghai' }, 'dingshanghai'],
    ['personal', { application: 'notes', ...byUnionId }, '-'],
    ['personal, its organisation named', { application: 'notes', corpId: '-', ...byUnionId }, '-'],
    ['internal', { application: 'demo', ...byUnionId }, 'dinghangzhou'],
  ])('looks for the grant of an application that is %s in the right organisation', (_, asked, corpId) => {
    const judgement = judged([entitlement({ application: asked.application ?? '' })], asked);
    expect(judgement).toMatchObject({ allowed: true, candidates: [{ corpId }] });
  });

  it('adds up what two entitlements for one application allow to be held, and keeps the first as the rule', () => {
    const judgement = judged([
      entitlement({ scopes: ['Contact.User.Read'] }),
      entitlement({
        scopes: ['Contact.User.Read', 'Calendar.Event.Read'],
        wholeToken: true,
        wholeTokenReason: 'legacy',
      }),
    ]);
    expect(judgement).toEqual({
      allowed: true,
      candidates: [
        {
          application: 'demo',
          corpId: 'dinghangzhou',
          rule: 'todo-sync/1',
          mayHold: ['Contact.User.Read', 'Calendar.Event.Read', 'snsapi_base'],
          wholeToken: true,
          barred: [],
          rate: null,
        },
      ],
    });
  });

  it('says how often something may leave under the entitlement that is the rule', () => {
    const judgement = judged([entitlement({ personRatePerSecond: 0.5 }), entitlement({ ratePerSecond: 10 })]);
    expect(judgement).toMatchObject({
      candidates: [{ rule: 'todo-sync/1', rate: { position: 1, perSecond: null, personPerSecond: 0.5 } }],
    });
  });

  const hangzhou = { kind: 'organisation', corpId: 'dinghangzhou' } as const;
  it.each<[string, SuspensionSubject]>([
    ['the organisation', hangzhou],
    ['the application in the organisation', { ...hangzhou, kind: 'application_in_organisation', application: 'demo' }],
    ['a scope that is asked for', { kind: 'scope', scope: 'Contact.User.Read' }],
  ])('forbids what it would allow while %s is suspended', (_, suspension) => {
    expect(judge(caller([entitlement()]), policyWith(suspension), question(), now)).toEqual(suspended(suspension));
  });

  it.each<[string, SuspensionSubject]>([
    ['another organisation', { kind: 'organisation', corpId: 'dingother' }],
    [
      'another application in the organisation',
      { ...hangzhou, kind: 'application_in_organisation', application: 'visitors' },
    ],
    [
      'the application in another organisation',
      { kind: 'application_in_organisation', application: 'demo', corpId: 'dingother' },
    ],
  ])('allows as before while %s is suspended', (_, suspension) => {
    expect(judge(caller([entitlement()]), policyWith(suspension), question(), now)).toEqual(judged([entitlement()]));
  });

  it('leaves out the suspended organisation of several, and says nothing of it to whom it was out of reach', () => {
    const entitled = ['meeting', 'demo'].map((name) => entitlement({ application: name }));
    const asked = question({ application: undefined, corpId: 'dinghangzhou' });
    const demoIsOut = policyWith({ ...hangzhou, kind: 'application_in_organisation', application: 'demo' });
    expect(judge(caller(entitled), demoIsOut, asked, now)).toMatchObject({
      allowed: true,
      candidates: [{ application: 'meeting' }],
    });
    const others = [entitlement({ people: { persons: [{ userId: 'lisi' }] } })];
    expect(judge(caller(others), policyWith(hangzhou), question(), now)).toEqual(forbidden('people'));
  });

  it('bars a suspended scope from every raw token, also where nobody asks for it and any width is allowed', () => {
    const wide = entitlement({ wholeToken: true, wholeTokenReason: 'legacy' });
    const barring = policyWith({ kind: 'scope', scope: 'Calendar.Event.Read' });
    expect(judge(caller([wide]), barring, question(), now)).toMatchObject({
      allowed: true,
      candidates: [{ barred: ['Calendar.Event.Read'], wholeToken: true }],
    });
  });

  it.each<[string, Partial<Entitlement>]>([
    ['delivers handles', { delivery: ['handle'] }],
    ['has expired', { expiresAt: past }],
    ['is for other people', { people: { persons: [{ userId: 'lisi' }] } }],
    ['is for another application', { application: 'visitors' }],
  ])('does not add an entitlement that %s', (_, change) => {
    const other = entitlement({ ...change, scopes: ['Calendar.Event.Read'], wholeToken: true, wholeTokenReason: 'x' });
    expect(judged([entitlement(), other])).toMatchObject({
      candidates: [{ mayHold: ['Contact.User.Read', 'Todo.Todo.Write', 'snsapi_base'], wholeToken: false }],
    });
  });

  it('looks in every application the caller is entitled to when none is named', () => {
    const judgement = judged(
      ['demo', 'stopped', 'visitors', 'notes'].map((name) => entitlement({ application: name })),
      { application: undefined, corpId: 'dinghangzhou' },
    );
    expect(judgement.allowed && judgement.candidates.map((candidate) => candidate.application)).toEqual([
      'demo',
      'visitors',
    ]);
  });

  const scope = fc.constantFrom('Contact.User.Read', 'Todo.Todo.Write', 'Calendar.Event.Read');
  const corpId = fc.constantFrom('dinghangzhou', 'dingshanghai');
  const people: fc.Arbitrary<People> = fc.oneof(
    fc.constant({ all: true } as const),
    fc.record({ organisations: fc.array(corpId, { maxLength: 2 }) }),
    fc.record({
      persons: fc.array(
        fc.record(
          { corpId, userId: fc.constantFrom('zhangsan', 'lisi'), unionId: fc.constantFrom('u-zhangsan', 'u-lisi') },
          { requiredKeys: [] },
        ),
        { maxLength: 3 },
      ),
    }),
  );
  const anyEntitlement: fc.Arbitrary<Entitlement> = fc
    .record({
      application: fc.constantFrom(...applications.keys()),
      scopes: fc.uniqueArray(scope, { minLength: 1 }),
      delivery: fc.uniqueArray(fc.constantFrom<Delivery>('token', 'handle'), { minLength: 1 }),
      people,
      purposeRequired: fc.boolean(),
      expiresAt: fc.constantFrom(null, past, future),
      wholeToken: fc.boolean(),
    })
    .map(entitlement);
  const anyQuestion: fc.Arbitrary<PolicyQuestion> = fc.record({
    application: fc.option(fc.constantFrom(...applications.keys()), { nil: undefined }),
    corpId: fc.option(corpId, { nil: undefined }),
    userId: fc.option(fc.constantFrom('zhangsan', 'lisi'), { nil: undefined }),
    unionId: fc.option(fc.constantFrom('u-zhangsan', 'u-lisi'), { nil: undefined }),
    scopes: fc.uniqueArray(scope, { minLength: 1 }),
    delivery: fc.constantFrom<Delivery>('token', 'handle'),
    purpose: fc.option(fc.constant('sync'), { nil: undefined }),
  });

  /** Every way of taking one thing away from an entitlement. */
  const lessThan = (whole: Entitlement): Entitlement[] => [
    ...whole.scopes.map((gone) => ({ ...whole, scopes: whole.scopes.filter((each) => each !== gone) })),
    ...whole.delivery.map((gone) => ({ ...whole, delivery: whole.delivery.filter((each) => each !== gone) })),
    ...lessPeople(whole.people).map((fewer) => ({ ...whole, people: fewer })),
    { ...whole, purposeRequired: true },
    { ...whole, expiresAt: past },
    { ...whole, wholeToken: false },
  ];
  const lessPeople = (whole: People): People[] => {
    if ('all' in whole) return [{ organisations: ['dinghangzhou'] }, { persons: [{ userId: 'zhangsan' }] }];
    if ('organisations' in whole)
      return whole.organisations.map((_, n) => ({ organisations: whole.organisations.toSpliced(n, 1) }));
    return [
      ...whole.persons.map((_, n) => ({ persons: whole.persons.toSpliced(n, 1) })),
      ...whole.persons.map((person, n) => ({
        persons: whole.persons.with(n, { ...person, corpId: person.corpId ?? 'dinghangzhou' }),
      })),
    ];
  };
  const heldBy = (judgement: Judgement, name: string) =>
    judgement.allowed ? judgement.candidates.find((candidate) => candidate.application === name) : undefined;

  const suspension: fc.Arbitrary<SuspensionSubject> = fc.oneof(
    fc.record({ kind: fc.constant('organisation' as const), corpId }),
    fc.record({ kind: fc.constant('scope' as const), scope }),
    fc.record({
      kind: fc.constant('application_in_organisation' as const),
      application: fc.constantFrom(...applications.keys()),
      corpId,
    }),
  );

  it('never turns a refusal into an allowance, nor lets more be held, when anything is suspended', () => {
    const entitled = fc.array(anyEntitlement, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(entitled, anyQuestion, fc.array(suspension, { maxLength: 3 }), (entitlements, asked, suspensions) => {
        const before = judge(caller(entitlements), policy, asked, now);
        const after = judge(caller(entitlements), policyWith(...suspensions), asked, now);
        if (!after.allowed) return;
        expect(before.allowed).toBe(true);
        for (const { barred, ...candidate } of after.candidates) {
          expect(heldBy(before, candidate.application)).toEqual({ ...candidate, barred: [] });
          for (const each of suspensions) if (each.kind === 'scope') expect(barred).toContain(each.scope);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never turns a refusal into an allowance, nor lets more be held, when anything is taken from an entitlement', () => {
    fc.assert(
      fc.property(fc.array(anyEntitlement, { minLength: 1, maxLength: 4 }), anyQuestion, (entitlements, asked) => {
        const before = judge(caller(entitlements), policy, asked, now);
        const fewer = entitlements.flatMap((whole, n) => [
          entitlements.toSpliced(n, 1),
          ...lessThan(whole).map((less) => entitlements.with(n, less)),
        ]);
        for (const after of fewer.map((each) => judge(caller(each), policy, asked, now))) {
          if (!after.allowed) continue;
          expect(before.allowed).toBe(true);
          for (const candidate of after.candidates) {
            const wide = heldBy(before, candidate.application);
            expect(wide?.corpId).toBe(candidate.corpId);
            expect(wide?.mayHold).toEqual(expect.arrayContaining([...candidate.mayHold]));
            expect(wide?.wholeToken || !candidate.wholeToken).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

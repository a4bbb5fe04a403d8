import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caller, entitlement, future, now, past } from './caller.fixture.js';
import type { Delivery, Entitlement, People } from './caller.js';
import { applications, policy, policyWith } from './judge.fixture.js';
import { type Judgement, judge, type PolicyQuestion } from './judge.js';
import type { SuspensionSubject } from './suspension.js';

describe(judge.name, () => {
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

import { describe, expect, it } from '@jest/globals';
import { caller, entitlement, future, now, past, question } from './caller.fixture.js';
import type { Entitlement } from './caller.js';
import { byUnionId, forbidden, judged, policy, policyWith, suspended, unplaced } from './judge.fixture.js';
import { judge, type PolicyQuestion } from './judge.js';
import type { SuspensionSubject } from './suspension.js';

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
});

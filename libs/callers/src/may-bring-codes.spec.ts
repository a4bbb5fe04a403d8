import { describe, expect, it } from '@jest/globals';
import { caller as callerWith, entitlement, now } from './caller.fixture.js';
import type { Entitlement } from './caller.js';
import { mayBringCodes } from './may-bring-codes.js';

const zhangsan = { corpId: 'dinghangzhou', unionId: 'u-zhangsan', userId: 'zhangsan' };
const caller = (change: Partial<Entitlement>, disabledAt: Date | null = null) =>
  callerWith([entitlement({ delivery: ['handle'], mayBringCodes: true, ...change })], disabledAt);

describe(mayBringCodes.name, () => {
  it.each<[string, Partial<Entitlement>]>([
    ['for everybody', {}],
    ['for the organisation', { people: { organisations: ['dinghangzhou'] } }],
    ['for the person by userId', { people: { persons: [{ userId: 'zhangsan', corpId: 'dinghangzhou' }] } }],
    ['for the person by unionId', { people: { persons: [{ unionId: 'u-zhangsan' }] } }],
  ])('allows it to an entitlement %s, before and after it is known whose code it is', (_, entitlement) => {
    expect(mayBringCodes(caller(entitlement), 'demo', now)).toBe(true);
    expect(mayBringCodes(caller(entitlement), 'demo', now, zhangsan)).toBe(true);
  });

  it.each<[string, Partial<Entitlement>]>([
    ['that does not say so', { mayBringCodes: false }],
    ['for another application', { application: 'visitors' }],
    ['that has expired', { expiresAt: now }],
  ])('refuses it to an entitlement %s, whosever code it is', (_, entitlement) => {
    expect(mayBringCodes(caller(entitlement), 'demo', now)).toBe(false);
    expect(mayBringCodes(caller(entitlement), 'demo', now, zhangsan)).toBe(false);
  });

  it.each<[string, Partial<Entitlement>]>([
    ['for another organisation', { people: { organisations: ['dingother'] } }],
    ['for another person', { people: { persons: [{ userId: 'lisi' }, { unionId: 'u-lisi' }] } }],
    ['for the person elsewhere', { people: { persons: [{ userId: 'zhangsan', corpId: 'dingother' }] } }],
  ])('refuses it to an entitlement %s once it is known whose code it is', (_, entitlement) => {
    expect(mayBringCodes(caller(entitlement), 'demo', now)).toBe(true);
    expect(mayBringCodes(caller(entitlement), 'demo', now, zhangsan)).toBe(false);
  });

  it('refuses it to a disabled caller', () => {
    expect(mayBringCodes(caller({}, now), 'demo', now)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { caller as callerWith, entitlement, now } from './caller.fixture.js';
import type { Entitlement } from './caller.js';
import { mayRevoke } from './may-revoke.js';

const grant = { application: 'demo', corpId: 'dinghangzhou', unionId: 'u-zhangsan', userId: 'zhangsan' };
const caller = (change: Partial<Entitlement>, disabledAt: Date | null = null) =>
  callerWith([entitlement({ mayRevoke: true, ...change })], disabledAt);

describe(mayRevoke.name, () => {
  it.each<[string, Partial<Entitlement>]>([
    ['for everybody', {}],
    ['for handles only', { delivery: ['handle'] }],
    ['for the organisation', { people: { organisations: ['dinghangzhou'] } }],
    ['for the person by userId', { people: { persons: [{ userId: 'zhangsan', corpId: 'dinghangzhou' }] } }],
    ['for the person by unionId', { people: { persons: [{ unionId: 'u-zhangsan' }] } }],
  ])('allows it to an entitlement %s', (_, entitlement) => {
    expect(mayRevoke(caller(entitlement), grant, now)).toBe(true);
  });

  it.each<[string, Partial<Entitlement>]>([
    ['that does not say so', { mayRevoke: false }],
    ['for another application', { application: 'visitors' }],
    ['that has expired', { expiresAt: now }],
    ['for another organisation', { people: { organisations: ['dingother'] } }],
    ['for another person', { people: { persons: [{ userId: 'lisi' }, { unionId: 'u-lisi' }] } }],
    ['for the person elsewhere', { people: { persons: [{ userId: 'zhangsan', corpId: 'dingother' }] } }],
  ])('refuses it to an entitlement %s', (_, entitlement) => {
    expect(mayRevoke(caller(entitlement), grant, now)).toBe(false);
  });

  it('refuses it to a disabled caller', () => {
    expect(mayRevoke(caller({}, now), grant, now)).toBe(false);
  });

  it('takes a person without userId for nobody who is listed by one', () => {
    const anywhere = { ...grant, corpId: '-', userId: null };
    expect(mayRevoke(caller({ people: { persons: [{ userId: 'zhangsan' }] } }), anywhere, now)).toBe(false);
    expect(mayRevoke(caller({ people: { persons: [{ unionId: 'u-zhangsan' }] } }), anywhere, now)).toBe(true);
  });
});

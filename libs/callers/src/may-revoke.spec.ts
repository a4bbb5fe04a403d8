import { describe, expect, it } from '@jest/globals';
import type { Caller, Entitlement } from './caller.js';
import { mayRevoke } from './may-revoke.js';

const now = new Date('2026-11-21T08:00:00Z');
const grant = { application: 'demo', corpId: 'dinghangzhou', unionId: 'u-zhangsan', userId: 'zhangsan' };
const caller = (entitlement: Partial<Entitlement>, disabledAt: Date | null = null): Caller => ({
  id: '01a1fbd0-0000-7000-8000-000000000001',
  name: 'todo-sync',
  clientId: 'todo-sync-1',
  authMethod: 'client_secret',
  policyVersion: 1,
  disabledAt,
  entitlements: [
    {
      position: 1,
      application: 'demo',
      scopes: ['Contact.User.Read'],
      delivery: ['token'],
      people: { all: true },
      purposeRequired: false,
      expiresAt: null,
      wholeToken: false,
      wholeTokenReason: null,
      mayBringCodes: false,
      mayRevoke: true,
      ratePerSecond: null,
      personRatePerSecond: null,
      ...entitlement,
    },
  ],
  createdAt: now,
  updatedAt: now,
});

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

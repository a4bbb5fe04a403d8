import type { Caller, Entitlement } from './caller.js';
import type { PolicyQuestion } from './judge.js';

export const now = new Date('2026-11-21T08:00:00Z');
export const past = new Date(now.getTime() - 1);
export const future = new Date(now.getTime() + 1);

export const entitlement = (change: Partial<Entitlement> = {}): Entitlement => ({
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
export const caller = (entitlements: readonly Entitlement[], disabledAt: Date | null = null): Caller => ({
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
export const question = (change: Partial<PolicyQuestion> = {}): PolicyQuestion => ({
  application: 'demo',
  corpId: undefined,
  userId: 'zhangsan',
  unionId: undefined,
  scopes: ['Contact.User.Read'],
  delivery: 'token',
  purpose: undefined,
  ...change,
});

import type { HandOutRow } from './hand-out.sql.js';
import type { HandOutAsked } from './hand-out-asked.js';

/** One caller, entitled to one scope of one application, and what it asks. */
export const caller = {
  id: 'c1',
  name: 'todo-sync',
  clientId: 'todo-sync-1',
  authMethod: 'client_secret',
  policyVersion: 1,
  disabledAt: null as Date | null,
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
      mayRevoke: false,
      ratePerSecond: null,
      personRatePerSecond: null,
    },
  ],
};
export const demo = {
  name: 'demo',
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: [],
  incidentalScopes: [],
  suspendedAt: null,
};
export const asked: HandOutAsked = {
  callerId: 'c1',
  application: 'demo',
  corpId: undefined,
  userId: 'zhangsan',
  unionId: undefined,
  scopes: ['Contact.User.Read'],
  minimumSeconds: 60,
  maxWaitSeconds: 1,
  purpose: undefined,
  refused: undefined,
  requestId: 'request-1',
};
/** What the statement answers for it, unless something is said to be otherwise. */
export const rowOf = (change: Partial<HandOutRow>): HandOutRow => ({
  n: 0,
  outcome: 'token',
  rule: null,
  reason: null,
  missing: null,
  beyond: null,
  application: 'demo',
  corpId: 'dinghangzhou',
  grantId: 'g1',
  userId: 'zhangsan',
  unionId: 'u-zhangsan',
  grantedScopes: ['Contact.User.Read'],
  tokenVersion: 3,
  accessTokenSealed: Buffer.of(1),
  liveUntil: new Date('2026-11-21T10:00:00Z'),
  consentId: null,
  consentExpiresAt: null,
  decidedAt: new Date('2026-11-21T08:00:00Z'),
  firstSeq: 1,
  hashes: Buffer.alloc(32),
  ...change,
});

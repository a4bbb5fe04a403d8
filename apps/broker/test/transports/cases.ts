import { expect } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { seeded } from '../harness/emulator.js';
import { consentAs } from '../harness/person.js';
import type { TestCaller } from '../harness/world.js';
import type { Body } from './outcome.js';
import { asked, broad, caller, hasty, narrow, picky, rest, scopes, world } from './stage.js';

/** The same request, in the words of each transport. */
interface Way {
  readonly path: string;
  readonly method: string;
}
export const token: Way = { path: '/tokens', method: 'GetToken' };
const handle: Way = { path: '/handles', method: 'GetHandle' };
const exchange: Way = { path: '/grants', method: 'ExchangeAuthCode' };

interface Case {
  readonly when: string;
  readonly code: string;
  readonly members: object;
  readonly way?: Way;
  readonly by?: () => TestCaller;
  readonly body?: Body;
  /** Instead of the request for a token, and made anew for each transport. */
  readonly request?: () => Promise<Body>;
  readonly before?: () => Promise<unknown>;
  readonly after?: () => Promise<unknown>;
  /** Where the contract says that gRPC has another word for it. */
  readonly overGrpc?: string;
  /** Refused before anything was asked of the vault or the policy. */
  readonly unrecorded?: true;
  /** Many of these share a record, or the trail would be flooded. */
  readonly recordedOnce?: true;
}
const anyString = expect.any(String);
const consentOf = (userId: string) =>
  rest(caller, '/consents', { application: 'demo', userId, scopes }, uuidv7()).then(({ body }) => body);
const grantOf = (userId: string, change: string) =>
  world.database.pool.query(`update grants set ${change} where user_id = $1`, [userId]);
const needsConsent = (reason: string) => grantOf(reason, `state = 'needs_consent', reason = '${reason}'`);
const revokeGrantOf = async (userId: string) => {
  const { id } = await world.liveGrant(userId);
  return world.operator('POST', `/grants/${id}/revoke`, { reason: 'a test' });
};
const delegated = (delegatedPoints: readonly string[]) =>
  world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints });
const slowRefresh = () =>
  world.emulator.control('PUT', '/faults/delay', { delayMs: 8_000, operation: 'userAccessToken.refresh' });
const noFaults = () => world.emulator.control('DELETE', '/faults');

/** What either transport may be asked, each with its one outcome. */
export const cases: readonly Case[] = [
  {
    when: 'the person consented',
    code: 'token',
    members: {
      accessToken: anyString,
      tokenType: 'x-acs-dingtalk-access-token',
      userId: 'zhangsan',
      grantId: anyString,
    },
  },
  { when: 'a purpose is given', code: 'token', body: { purpose: '同步待办' }, members: { application: 'demo' } },
  {
    when: 'nobody ever consented',
    code: 'consent_required',
    body: { userId: 'wangfang' },
    members: { consentUrl: anyString, missingScopes: scopes, reason: 'no_grant' },
  },
  ...(
    [
      ['refresh_rejected', () => needsConsent('refresh_rejected')],
      ['indeterminate', () => needsConsent('indeterminate')],
      ['withdrawn', () => needsConsent('withdrawn')],
      ['grant_expired', () => grantOf('grant_expired', `ends_at = now() - interval '1 s'`)],
      ['grant_revoked', () => revokeGrantOf('grant_revoked')],
      ['scopes_missing', () => grantOf('scopes_missing', `scopes = '{Todo.Todo.Write}'`)],
    ] as const
  ).map(([reason, before]) => ({
    when: `the reason is ${reason}`,
    code: 'consent_required',
    body: { userId: reason },
    before,
    members: { consentUrl: anyString, missingScopes: scopes, reason },
  })),
  {
    when: 'the person was asked',
    code: 'consent_pending',
    body: { userId: 'zhangwei1' },
    before: () => consentOf('zhangwei1'),
    members: { consentId: anyString, consentUrl: anyString, expiresAt: anyString },
  },
  {
    when: 'the person refused',
    code: 'consent_rejected',
    body: { userId: 'zhangwei2' },
    before: async () =>
      consentAs(String((await consentOf('zhangwei2')).consentUrl), { as: 'zhangwei2', answer: 'refuse' }),
    members: { consentId: anyString, consentUrl: anyString },
  },
  {
    when: 'the entitlement says no',
    code: 'forbidden_by_policy',
    body: { scopes: ['Todo.Todo.Write'] },
    by: () => broad,
    members: { rule: 'scopes' },
  },
  {
    when: 'the entitlement wants a purpose',
    code: 'forbidden_by_policy',
    by: () => narrow,
    members: { rule: 'purpose_required' },
  },
  {
    when: 'there is no entitlement for the application',
    code: 'forbidden_by_policy',
    by: () => broad,
    body: { application: 'everywhere', corpId: seeded.corpId },
    members: { rule: 'no_entitlement' },
  },
  {
    when: 'the entitlement is about other people',
    code: 'forbidden_by_policy',
    by: () => picky,
    members: { rule: 'people' },
  },
  {
    when: 'the entitlement knows no handles',
    code: 'forbidden_by_policy',
    way: handle,
    by: () => broad,
    members: { rule: 'delivery' },
  },
  {
    when: 'the caller may not bring codes',
    code: 'forbidden_by_policy',
    way: exchange,
    by: () => broad,
    request: async () => ({ application: 'demo', channel: 'in_client', authCode: 'never-looked-at' }),
    members: { rule: 'may_bring_codes' },
  },
  {
    when: 'the grant is suspended',
    code: 'forbidden_by_policy',
    body: { userId: 'lisi' },
    before: async () => {
      const { id } = await world.liveGrant('lisi');
      return world.operator('POST', `/grants/${id}/suspend`);
    },
    members: { rule: 'suspended' },
  },
  {
    when: 'the token carries more than the caller may hold',
    code: 'token_too_broad',
    by: () => broad,
    members: { handleUrl: anyString, beyond: expect.arrayContaining(['Todo.Todo.Write']) },
  },
  { when: 'a handle is asked for', code: 'handle', way: handle, members: { scopes } },
  {
    when: 'the person of a handle never consented',
    code: 'consent_required',
    way: handle,
    body: { userId: 'wangfang' },
    members: { consentUrl: anyString, missingScopes: scopes, reason: 'no_grant' },
  },
  {
    when: 'the token of a code cannot say whose it is',
    code: 'identity_unavailable',
    overGrpc: 'consent_required',
    way: exchange,
    request: async () => {
      const wanted = { clientId: seeded.clientId, person: 'chatting', corpId: seeded.corpId };
      const { authCode } = await world.emulator.control<{ authCode: string }>('POST', '/codes', wanted);
      return { application: 'demo', channel: 'assistant_skill', authCode };
    },
    before: () => delegated(seeded.scopes.filter((scope) => !scopes.includes(scope))),
    after: () => delegated(seeded.scopes),
    members: { consentUrl: anyString, missingScopes: scopes },
  },
  {
    when: 'the caller asks more often than its entitlement allows',
    code: 'rate_limited',
    by: () => hasty,
    before: () => rest(hasty, '/tokens', asked, uuidv7()),
    recordedOnce: true,
    members: { retryAfterSeconds: expect.any(Number) },
  },
  {
    when: 'DingTalk takes longer than the caller waits',
    code: 'temporarily_unavailable',
    body: { userId: 'chenxi', minimumSeconds: 60, maxWaitSeconds: 0 },
    before: slowRefresh,
    after: noFaults,
    members: { retryAfterSeconds: 2 },
  },
  {
    when: 'the organisation has to be named',
    code: 'invalid_request',
    body: { application: 'everywhere' },
    members: { errors: [{ pointer: '/corpId', reason: anyString }] },
  },
  {
    when: 'the request names nobody and two scopes that are none',
    code: 'invalid_request',
    body: { userId: '', scopes: ['1', '2'] },
    unrecorded: true,
    members: { errors: ['/scopes/0', '/scopes/1', '/userId'].map((pointer) => ({ pointer, reason: anyString })) },
  },
];

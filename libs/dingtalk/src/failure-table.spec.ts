import { describe, expect, it } from '@jest/globals';
import { classify } from './classify.js';
import type { DingTalkOperation } from './dingtalk-failure.js';
import { type FailurePlane, failureTable } from './failure-table.js';

const operationOf: Record<FailurePlane, DingTalkOperation> = {
  user_token: 'oauth2.refresh',
  app_token: 'oauth2.appToken',
  api: 'contact.users',
  robot: 'robot.send',
  legacy: 'user.getbyunionid',
  gateway: 'oauth2.refresh',
};

const classified = (operation: DingTalkOperation, code: string, httpStatus: number) =>
  classify(operation, { reason: 'test', code, httpStatus, requiredScopes: [] });

describe('failureTable', () => {
  it.each(failureTable.map((row) => [row.plane, row.code, row.http, row] as const))(
    '%s %s %i is classified by its row',
    (plane, code, http, row) => {
      const { remedy, fate, retryAfterSeconds } = classified(
        operationOf[plane],
        code.replace('*', 'LimitForNews'),
        http,
      );
      expect({ remedy, fate, retryAfterSeconds }).toEqual({
        remedy: row.remedy,
        fate: row.fate,
        retryAfterSeconds: row.retryAfterSeconds,
      });
    },
  );

  it('has one row per plane, code and class of status', () => {
    const keys = failureTable.map(({ plane, code, http }) => `${plane} ${code} ${Math.trunc(http / 100)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('lets exactly one code end a grant at a refresh', () => {
    const ending = failureTable.filter(({ code, http }) => {
      const { remedy, fate } = classified('oauth2.refresh', code, http);
      return remedy === 'ask_the_person' && fate === 'answered';
    });
    expect(new Set(ending.map(({ code }) => code))).toEqual(new Set(['invalidParameter.authCode.notFound']));
  });

  it('never takes a server error for a definite answer', () => {
    for (const operation of Object.values(operationOf)) {
      for (const { code } of failureTable) expect(classified(operation, code, 503).fate).toBe('in_doubt');
    }
  });

  it('never calls a refusal "not processed" unless it is throttling', () => {
    for (const row of failureTable.filter(({ fate }) => fate === 'not_processed')) {
      expect(row).toMatchObject({ remedy: 'transient' });
      expect(`${row.code} ${row.http}`).toMatch(/Qps|Qpm|429|900(02|18)/);
    }
  });

  it('says how long to wait wherever the answer is to wait for throttling', () => {
    for (const row of failureTable.filter(({ fate }) => fate === 'not_processed')) {
      expect(row.retryAfterSeconds).toBeGreaterThan(0);
    }
  });

  it.each<[DingTalkOperation, string]>([
    ['oauth2.exchange', 'ask_the_person'],
    ['oauth2.refresh', 'ask_the_person'],
    ['contact.users', 'transient'],
  ])('reads the same code in its place only: invalidParameter.authCode.notFound at %s is %s', (operation, remedy) => {
    expect(classified(operation, 'invalidParameter.authCode.notFound', 400).remedy).toBe(remedy);
  });

  it('covers every code of the protocol reference', () => {
    const codes = new Set(failureTable.map(({ code }) => code));
    const known = `invalidParameter.authCode.notFound invalidParameter.idOrSecret.notFound invalidClientIdOrSecret Missingbody
      InvalidAction.NotFound InvalidAuthentication accesstoken.expired Forbidden.AccessDenied.AccessTokenPermissionDenied
      Forbidden.AccessDenied.IpNotInWhiteList permission.deny needAuth unauthorized.client invalid.client unsupported.grant.type
      server.error todo.taskCreate.tokenTypeError invalidParameter.grantType invalidSuiteKey invalidSuiteTicket invalidAuthInfo
      invalidParameter.user.notFound Forbidden.AccessDenied.QpsLimitForAppkeyAndApi Forbidden.AccessDenied.QpsLimitForApi
      Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi Forbidden.AccessDenied.QpmLimitForAppkeyAndApi
      Forbidden.AccessDenied.QpmLimitForSuitekeyAndOrgAndApi Forbidden.AccessDenied.ApiCountLimitForOrg systemBusy system.busy
      flowLimit daily.call.limit 20001 15 88 40014 42001 40078 40102 60011 60020 60121 90002 90018 90020 400002 -1`;
    for (const code of known.split(/\s+/)) expect(codes).toContain(code);
  });
});

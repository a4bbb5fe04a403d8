import { describe, expect, it } from '@jest/globals';
import { failureTable } from '../failure-table.js';
import { dingtalkErrors } from './dingtalk-errors.js';

/** Of DingTalk's pages on openAuth (S004 and KB 0010) and on AI plugins (S000, S001). */
const documented = [
  ...['400001', '400006', '400007', '400008'],
  ...['500101', '500102', '500103', '500104', '500105'],
  ...['500201', '500202', '500203', '500204', '500205'],
  ...['500401', '500402', '500403', '500404'],
  'InvalidAuthentication',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied',
];

describe('dingtalkErrors', () => {
  it.each(documented)('explains %s', (code) => {
    expect(dingtalkErrors.find(code)?.code).toBe(code);
  });

  it('explains every code that the broker acts upon', () => {
    expect(failureTable.filter(({ code }) => dingtalkErrors.find(code)?.code !== code)).toEqual([]);
  });

  it.each(dingtalkErrors.all().map((advice) => [advice.code, advice] as const))(
    'says of %s in both languages why it is and what ends it, in whole sentences',
    (_code, { cause, action }) => {
      for (const { zh, en } of [cause, action]) {
        expect(zh).toMatch(/\p{Script=Han}.*[。]$/u);
        expect(zh).not.toMatch(/您|企业(?!应用)|！/);
        expect(en).toMatch(/^[A-Za-z].*\.$/);
        expect(en).not.toMatch(/\p{Script=Han}|!/u);
      }
    },
  );

  it('explains no code twice', () => {
    const codes = dingtalkErrors.all().map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
  });

  it('finds the family of a code that has no row of its own', () => {
    expect(dingtalkErrors.find('Forbidden.AccessDenied.QpsLimitForSomethingNew')?.code).toBe(
      'Forbidden.AccessDenied.Qps*',
    );
    expect(dingtalkErrors.find('never.heard.of')).toBeUndefined();
  });
});

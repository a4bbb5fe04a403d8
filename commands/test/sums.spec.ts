import { describe, expect, it } from '@jest/globals';
import { suiteOf, sumUp } from '../steps/suites.mjs';

const file = (name: string, status: string, ...tests: string[]) => ({
  name,
  status,
  assertionResults: tests.map((outcome) => ({ status: outcome })),
});

describe('the sums at the end of npm test', () => {
  it('counts a file that could not run as a failed test', () => {
    const sums = sumUp({ testResults: [file('a.spec.ts', 'failed'), file('b.spec.ts', 'passed', 'passed', 'passed')] });
    expect(sums.get('unit')).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it('counts each failed test once, in the suite its file belongs to', () => {
    const sums = sumUp({ testResults: [file('x.e2e.ts', 'failed', 'passed', 'failed', 'failed', 'pending')] });
    expect(sums.get('flow')).toEqual({ passed: 1, failed: 2, skipped: 1 });
    expect(sums.get('unit')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('tells the suites apart as jest does', () => {
    const names = ['a.spec.ts', 'a.e2e.ts', 'a.browser.e2e.ts', 'a.proof.ts'];
    expect(names.map(suiteOf)).toEqual(['unit', 'flow', 'browser', 'prove']);
  });
});

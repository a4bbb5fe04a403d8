import { describe, expect, it } from '@jest/globals';
import { narrowed } from './narrowed.js';

const entitlements = [
  { application: 'demo', scopes: ['A', 'B'], delivery: ['token'] },
  { application: 'demo', scopes: ['B'], delivery: ['handle'] },
  { application: 'meeting', scopes: ['B', 'C'], delivery: ['token'] },
];

describe(narrowed.name, () => {
  it('takes a scope out of every entitlement of that application, and of no other', () => {
    expect(narrowed(entitlements, [{ application: 'demo', scope: 'B' }])).toEqual([
      { application: 'demo', scopes: ['A'], delivery: ['token'] },
      { application: 'meeting', scopes: ['B', 'C'], delivery: ['token'] },
    ]);
  });

  it('leaves everything as it is where there is nothing to take', () => {
    expect(narrowed(entitlements, [{ application: 'demo', scope: 'C' }])).toEqual(entitlements);
  });

  it('can leave nothing', () => {
    const all = entitlements.flatMap(({ application, scopes }) => scopes.map((scope) => ({ application, scope })));
    expect(narrowed(entitlements, all)).toEqual([]);
  });
});

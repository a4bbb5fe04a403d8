import { type EntitlementBody, entitlement } from '@app/contract';
import type { Application } from '@app/vault';
import { describe, expect, it } from '@jest/globals';
import { widthWarnings } from './width-warnings.js';

const demo = {
  name: 'demo',
  scopes: ['Contact.User.Read', 'Todo.Todo.Write', 'Calendar.Event.Read'],
  incidentalScopes: ['Contact.User.Read'],
} as unknown as Application;
const applications = new Map([['demo', demo]]);
const body = (change: object = {}): EntitlementBody =>
  entitlement.parse({ application: 'demo', scopes: ['Todo.Todo.Write'], delivery: ['token'], ...change });
const warnings = (...entitlements: EntitlementBody[]) => widthWarnings(entitlements, applications).warnings;

describe(widthWarnings.name, () => {
  it('says what a raw token would carry more than the caller may hold, incidental scopes aside', () => {
    expect(warnings(body())).toEqual([{ code: 'handle_only', entitlement: 1, beyond: ['Calendar.Event.Read'] }]);
  });

  it.each<[string, EntitlementBody[]]>([
    ['it covers its application', [body({ scopes: ['Todo.Todo.Write', 'Calendar.Event.Read'] })]],
    ['another entitlement covers the rest', [body(), body({ scopes: ['Calendar.Event.Read'] })]],
    ['it delivers handles only', [body({ delivery: ['handle'] })]],
    ['the whole token is allowed', [body({ wholeToken: true, wholeTokenReason: 'legacy' })]],
  ])('says nothing when %s', (_, entitlements) => {
    expect(warnings(...entitlements)).toBeUndefined();
  });

  it('does not count what another entitlement allows as a handle only, because a raw token is not judged by it', () => {
    expect(warnings(body(), body({ scopes: ['Calendar.Event.Read'], delivery: ['handle'] }))).toEqual([
      { code: 'handle_only', entitlement: 1, beyond: ['Calendar.Event.Read'] },
    ]);
  });

  it('names each entitlement by its position', () => {
    const twice = warnings(body({ delivery: ['handle'] }), body(), body({ delivery: ['token', 'handle'] }));
    expect(twice?.map(({ entitlement }) => entitlement)).toEqual([2, 3]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applicationName, instant, scopeCode, scopeCodes, text } from './text.js';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe(text.name, () => {
  const tenAtMost = text(10);

  it('takes whatever PostgreSQL can store and JSON can carry, and gives it back unchanged', () => {
    for (const value of ['a', '张三', '😀', '\u0001', '\n', ' ', '\ufeff', 'a'.repeat(10)])
      expect(tenAtMost.parse(value)).toBe(value);
  });

  it.each([
    ['nothing', ''],
    ['more than it may hold', 'a'.repeat(11)],
    ['a NUL', 'a\u0000b'],
    ['a high surrogate alone', 'a\ud83d'],
    ['a low surrogate alone', '\ude00a'],
    ['two surrogates the wrong way round', '\ude00\ud83d'],
    ['a number', 7],
    ['null', null],
    ['a list', ['a']],
  ])('refuses %s', (_, value) => {
    expect(accepts(tenAtMost, value)).toBe(false);
  });

  it('is the same as: short enough, well formed, without NUL', () => {
    const any = fc.string({ unit: fc.constantFrom('a', '\u0000', '\ud83d', '\ude00', '张'), maxLength: 12 });
    fc.assert(
      fc.property(any, (value) => {
        const good = value.length > 0 && value.length <= 10 && value.isWellFormed() && !value.includes('\u0000');
        expect(accepts(tenAtMost, value)).toBe(good);
      }),
    );
  });
});

describe('names and codes', () => {
  it.each(['demo', 'hr-assistant', 'a1', `a${'b'.repeat(40)}`])('takes %s for an application', (name) => {
    expect(accepts(applicationName, name)).toBe(true);
  });
  it.each(['a', 'Demo', '1demo', '-demo', 'de mo', 'demo\n', 'callback', `a${'b'.repeat(41)}`, '../demo', ''])(
    'does not take %j for an application',
    (name) => {
      expect(accepts(applicationName, name)).toBe(false);
    },
  );
  it.each(['Contact.User.Read', 'qyapi_base', 'a-b'])('takes %s for a scope', (code) => {
    expect(accepts(scopeCode, code)).toBe(true);
  });
  // The statement joins scopes with spaces: one inside a code would become two scopes.
  it.each(['Contact User', ' a', 'a ', 'a\n', '', '1a', "a'", 'a'.repeat(101)])(
    'does not take %j for a scope',
    (code) => {
      expect(accepts(scopeCode, code)).toBe(false);
    },
  );
  it('takes each scope once, and at least one', () => {
    expect(accepts(scopeCodes, ['a', 'b'])).toBe(true);
    expect(accepts(scopeCodes, ['a', 'a'])).toBe(false);
    expect(accepts(scopeCodes, [])).toBe(false);
  });
  it('takes an instant with its offset only', () => {
    expect(accepts(instant, '2026-11-21T08:00:00+08:00')).toBe(true);
    for (const value of ['2026-11-21', '2026-11-21T08:00:00', '1795248000', '2026-02-30T00:00:00Z']) {
      expect(accepts(instant, value)).toBe(false);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { requestIdOf } from './request-id.js';

const given = (id: string | string[] | undefined) =>
  requestIdOf({ headers: { 'x-request-id': id } as Record<string, string> });

describe(requestIdOf.name, () => {
  it.each(['01a1fbdf-3ef3-73a4-85f1-4d89bd5142a7', 'service.7:call_8', 'a'.repeat(100)])('keeps %s', (id) => {
    expect(given(id)).toBe(id);
  });

  it.each([
    undefined,
    '',
    'short',
    'a'.repeat(101),
    'with space',
    'line\nbreak',
    'nul\u0000nul',
    '{"json":1}',
    '张三张三张三张三',
  ])('makes a new one instead of %j', (id) => {
    expect(given(id)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

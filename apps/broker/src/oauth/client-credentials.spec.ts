import { describe, expect, it } from '@jest/globals';
import { clientCredentialsOf } from './client-credentials.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const read = (authorization: string | undefined, form: Parameters<typeof clientCredentialsOf>[1] = {}) => {
  const { clientId, clientSecret } = clientCredentialsOf(authorization, form);
  return [clientId, clientSecret.reveal()];
};
const unauthenticated = expect.objectContaining({ code: 'unauthenticated' });

describe(clientCredentialsOf.name, () => {
  it.each([
    ['in the header', basic('todo-sync:cs_secret'), {}],
    ['in the header, with the id in the form as well', basic('todo-sync:cs_secret'), { client_id: 'todo-sync' }],
    [
      'in the header, form-encoded first as RFC 6749 says',
      basic('todo%2Dsync:cs%5Fsecret'),
      { client_id: 'todo-sync' },
    ],
    ['in the header, its scheme in any case', basic('todo-sync:cs_secret').replace('Basic', 'bASIC'), {}],
    ['in the form', undefined, { client_id: 'todo-sync', client_secret: 'cs_secret' }],
  ])('reads credentials %s', (_, authorization, form) => {
    expect(read(authorization, form)).toEqual(['todo-sync', 'cs_secret']);
  });

  it('splits at the first colon, so that a secret may have more', () => {
    expect(read(basic('id:a:b'))).toEqual(['id', 'a:b']);
    expect(read(basic(':'))).toEqual(['', '']);
  });

  it.each<[string, string | undefined, object]>([
    ['nothing at all', undefined, {}],
    ['an id alone', undefined, { client_id: 'x' }],
    ['a secret alone', undefined, { client_secret: 'x' }],
    ['an empty header', '', {}],
    ['another scheme', 'Bearer abc', {}],
    ['no Base64', 'Basic ?', {}],
    ['no colon', basic('abc'), {}],
    ['a broken percent-encoding', basic('a:%E0%A4%A'), {}],
    ['two different ids', basic('a:b'), { client_id: 'c' }],
  ])('takes %s for wrong credentials', (_, authorization, form) => {
    expect(() => read(authorization, form)).toThrow(unauthenticated);
  });

  it('refuses two ways at once, without saying whether either was right', () => {
    expect(() => read(basic('a:b'), { client_secret: 'b' })).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });

  it('keeps the secret from printing', () => {
    expect(JSON.stringify(clientCredentialsOf(basic('a:canary'), {}))).not.toContain('canary');
  });
});

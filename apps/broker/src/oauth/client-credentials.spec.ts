import { ClientCertificate } from '@app/callers';
import { describe, expect, it } from '@jest/globals';
import { clientCredentialsOf } from './client-credentials.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const read = (authorization: string | undefined, form: Parameters<typeof clientCredentialsOf>[1] = {}) => {
  const credentials = clientCredentialsOf(authorization, form);
  switch (credentials.by) {
    case 'secret':
      return [credentials.clientId, credentials.clientSecret.reveal()];
    case 'assertion':
      return [credentials.clientId, credentials.assertion.reveal()];
    case 'certificate':
      return [credentials.clientId, credentials.certificate.thumbprint];
  }
};
const assertion = {
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: 'a.b.c',
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

  it('takes a second colon for a part of the secret, which it cannot be', () => {
    expect(() => read(basic('id:a:b'))).toThrow(unauthenticated);
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
    ['empty ones', basic(':'), {}],
    ['an id with NUL', basic('a\u0000:b'), {}],
  ])('takes %s for wrong credentials', (_, authorization, form) => {
    expect(() => read(authorization, form)).toThrow(unauthenticated);
  });

  it('reads an assertion, with or without the id beside it', () => {
    expect(read(undefined, { ...assertion, client_id: 'todo-sync' })).toEqual(['todo-sync', 'a.b.c']);
    expect(read(undefined, assertion)).toEqual([undefined, 'a.b.c']);
  });

  it('takes the certificate of the connection only where there is nothing else', () => {
    const certificate = new ClientCertificate(Buffer.from('a certificate'));
    const by = (form: Parameters<typeof clientCredentialsOf>[1]) =>
      clientCredentialsOf(undefined, form, certificate).by;
    expect(by({ client_id: 'a' })).toBe('certificate');
    expect(by({ client_id: 'a', client_secret: 'b' })).toBe('secret');
    expect(by(assertion)).toBe('assertion');
    expect(() => by({})).toThrow(unauthenticated);
  });

  it.each<[string, string | undefined, object]>([
    ['a header and a secret', basic('a:b'), { client_secret: 'b' }],
    ['a header and an assertion', basic('a:b'), assertion],
    ['a secret and an assertion', undefined, { client_id: 'a', client_secret: 'b', ...assertion }],
    ['an assertion of another type', undefined, { ...assertion, client_assertion_type: 'urn:example:saml' }],
    ['an assertion of no type', undefined, { client_assertion: 'a.b.c' }],
  ])('refuses %s, without saying whether any of it was right', (_, authorization, form) => {
    expect(() => read(authorization, form)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('keeps the secret from printing', () => {
    expect(JSON.stringify(clientCredentialsOf(basic('a:canary'), {}))).not.toContain('canary');
  });
});

import { describe, expect, it } from '@jest/globals';
import { type Sealed, seal, unseal } from './callback-crypto.js';

describe('the encryption of callbacks', () => {
  const keys = {
    token: '123456',
    aesKey: '1234567890123456789012345678901234567890123',
    owner: 'dingsnotzck6pm5veliw',
  };
  /** The vector DingTalk publishes with its library. */
  const published: Sealed = {
    signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
    timestamp: '1614767836',
    nonce: 'A7Co0cJLMzIDtMMI',
    encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
  };

  it('makes the published vector, byte for byte', () => {
    const random = Buffer.from('dICkEDLj0eb6yAbc');
    expect(seal(keys, 'success', { ...published, random })).toEqual(published);
  });

  it('opens the published vector', () => {
    expect(unseal(keys, published)).toBe('success');
  });

  it('opens what it sealed, whatever the length', () => {
    for (let length = 0; length < 70; length += 1) {
      const message = '离'.repeat(length);
      expect(unseal(keys, seal(keys, message, { timestamp: '1', nonce: 'n' }))).toBe(message);
    }
  });

  it.each([
    ['wrong_signature', { token: '654321' }],
    ['wrong_owner', { owner: 'dingsomebodyelse' }],
  ])('says %s of keys with %j', (reason, wrong) => {
    expect(() => unseal({ ...keys, ...wrong }, published)).toThrow(reason);
  });

  it('does not open with another key, whatever comes out of it', () => {
    const aesKey = 'abcdefghijabcdefghijabcdefghijabcdefghijabc';
    expect(() => unseal({ ...keys, aesKey }, published)).toThrow(/wrong_key|wrong_owner/);
    const cut = { ...published, encrypt: 'AAAA' };
    const { signature } = seal(keys, '', published);
    expect(() => unseal(keys, { ...cut, signature })).toThrow('wrong_signature');
  });
});

import { createDecipheriv } from 'node:crypto';
import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decrypt, encrypt, isSignedBy, sign } from './callback-crypto.js';
import { PushRefusal } from './push-refusal.js';

const token = Secret.of('123456');
const aesKey = Secret.of('1234567890123456789012345678901234567890123');
/** Of DingTalk-Callback-Crypto, the official library. */
const vector = {
  timestamp: '1614767836',
  nonce: 'A7Co0cJLMzIDtMMI',
  encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
};
const signature = '9a95a004dd16f5c307e849b994173f76aa26e5eb';

const reasonOf = (work: () => unknown): unknown => {
  try {
    return { answered: work() };
  } catch (error) {
    return error instanceof PushRefusal ? error.reason : error;
  }
};

describe('the callback encryption of DingTalk', () => {
  it('signs and opens the published example as it is published', () => {
    expect(sign(token, vector)).toBe(signature);
    expect(isSignedBy(token, vector, signature)).toBe(true);
    expect(decrypt(aesKey, vector.encrypt)).toEqual({ message: 'success', owner: 'dingsnotzck6pm5veliw' });
  });

  it('opens what it encrypted, whatever the message, the owner and the key', () => {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(key, fc.string({ unit: 'binary' }), fc.string(), (bytes, message, owner) => {
        const random = Secret.of(Buffer.from(bytes).toString('base64').slice(0, 43));
        expect(decrypt(random, encrypt(random, message, owner))).toEqual({ message, owner });
      }),
    );
  });

  it('pads to blocks of 32 bytes, as DingTalk expects it of the answer', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (message) => {
        const key = Buffer.from(`${aesKey.reveal()}=`, 'base64');
        const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
        const plain = decipher.update(Buffer.from(encrypt(aesKey, message, 'owner'), 'base64'));
        expect(plain.length % 32).toBe(0);
        expect(plain.at(-1)).toBeGreaterThan(0);
        expect(plain.at(-1)).toBeLessThanOrEqual(32);
      }),
    );
  });

  it('takes no signature for another one, whichever character is changed and wherever', () => {
    const part = fc.constantFrom('timestamp' as const, 'nonce' as const, 'encrypt' as const, 'signature' as const);
    fc.assert(
      fc.property(part, fc.nat(), fc.string({ minLength: 1, maxLength: 2 }), (name, at, other) => {
        const signed = { ...vector, signature };
        const text = signed[name];
        const index = at % text.length;
        const changed = text.slice(0, index) + other + text.slice(index + 1);
        fc.pre(changed !== text);
        const given = { ...signed, [name]: changed };
        expect(isSignedBy(token, given, given.signature)).toBe(false);
      }),
    );
  });

  it('opens nothing that was made with another key', () => {
    const other = Secret.of('abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq');
    expect(reasonOf(() => decrypt(other, vector.encrypt))).toBe('wrong_key');
    for (const text of ['', 'short', '!'.repeat(43), `${aesKey.reveal()}=`])
      expect(reasonOf(() => decrypt(Secret.of(text), vector.encrypt))).toBe('wrong_key');
  });

  it('refuses, and never fails otherwise, whatever it is asked to open', () => {
    const cut = fc.nat({ max: vector.encrypt.length }).map((length) => vector.encrypt.slice(0, length));
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    const blocks = fc
      .uint8Array({ minLength: 16, maxLength: 16 * 8 })
      .map((bytes) => Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 16))).toString('base64'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), cut, noise, blocks), (text) => {
        fc.pre(text !== vector.encrypt);
        expect(reasonOf(() => decrypt(aesKey, text))).toBe('wrong_key');
      }),
      { numRuns: 1000 },
    );
  });
});

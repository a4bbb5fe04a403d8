import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publicJwkOf, usableKeysOf } from './key-set.js';

type Jwk = Record<string, unknown>;
const jwkOf = (key: KeyObject): Jwk => ({ ...key.export({ format: 'jwk' }) });
const rsa = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });

const p256 = ec('P-256');
const good: Record<string, Jwk> = {
  'P-256': jwkOf(p256.publicKey),
  Ed25519: jwkOf(generateKeyPairSync('ed25519').publicKey),
  'RSA of 2048 bits': jwkOf(rsa(2048).publicKey),
};

describe(publicJwkOf.name, () => {
  it.each(Object.entries(good))('takes a public key: %s', (_, jwk) => {
    expect(publicJwkOf({ ...jwk, kid: '1', use: 'sig', key_ops: ['verify'] })).toEqual({ key: { ...jwk, kid: '1' } });
  });

  it('keeps nothing that does not say which key it is', () => {
    const decorated = { ...good['P-256'], x5c: ['…'], x5u: 'https://x.example', note: 1 };
    expect(publicJwkOf(decorated)).toEqual({ key: good['P-256'] });
  });

  it.each<[string, Jwk, RegExp]>([
    ['a private key', jwkOf(p256.privateKey), /private/],
    ['a private RSA key', jwkOf(rsa(2048).privateKey), /private/],
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }, /private or secret/],
    ['a shared secret that hides its value', { kty: 'oct' }, /must be a public key/],
    ['an RSA key of 1024 bits', jwkOf(rsa(1024).publicKey), /2048/],
    ['an RSA key with the exponent 3', jwkOf(rsa(2048, 3).publicKey), /65537/],
    [
      'an RSA key too large to verify quickly',
      { kty: 'RSA', n: Buffer.alloc(2048, 255).toString('base64url'), e: 'AQAB' },
      /8192/,
    ],
    ['another curve', jwkOf(ec('P-384').publicKey), /P-256/],
    ['a key for agreement', jwkOf(generateKeyPairSync('x25519').publicKey), /must be a public key/],
    ['a point that is not on the curve', { ...good['P-256'], y: good['P-256']?.x }, /numbers/],
    ['numbers cut short', { ...good['P-256'], x: 'AQ' }, /numbers/],
    [
      'a modulus that pretends to be long',
      { ...good['RSA of 2048 bits'], n: `${'A'.repeat(300)}AQAB` },
      /numbers|2048/,
    ],
    ['a key for encryption', { ...good['P-256'], use: 'enc' }, /use/],
    ['a key for signing only', { ...good['P-256'], key_ops: ['sign'] }, /key_ops/],
    ['an algorithm of another key', { ...good['P-256'], alg: 'RS256' }, /ES256/],
    ['an algorithm with a shared secret', { ...good['RSA of 2048 bits'], alg: 'HS256' }, /RS256/],
    ['an empty kid', { ...good['P-256'], kid: '' }, /kid/],
    ['a kid that is no text', { ...good['P-256'], kid: 1 }, /kid/],
  ])('refuses %s', (_, jwk, reason) => {
    expect(publicJwkOf(jwk)).toEqual({ fault: expect.stringMatching(reason) });
  });
});

describe(usableKeysOf.name, () => {
  it('leaves out of a set found elsewhere what cannot be used, and keeps the rest', () => {
    const keys = [
      good['P-256'],
      jwkOf(p256.privateKey),
      { kty: 'oct', k: 'x' },
      null,
      'key',
      jwkOf(rsa(1024).publicKey),
    ];
    expect(usableKeysOf({ keys })?.keys).toEqual([good['P-256']]);
  });

  it.each([[null], ['keys'], [{}], [{ keys: {} }]])('takes %j for no key set', (document) => {
    expect(usableKeysOf(document)).toBeUndefined();
  });
});

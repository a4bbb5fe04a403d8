import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AccessTokens } from './access-tokens.js';
import type { SigningKeys } from './signing-keys.js';

const issuer = 'https://broker.example.com';
const caller = { id: '01a1fbd0-0000-7000-8000-000000000001', clientId: 'todo-sync-1' };
const verified = { callerId: caller.id, clientId: caller.clientId, expiresAt: expect.any(Date) };

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

describe(AccessTokens.name, () => {
  let ours: KeyPair;
  let theirs: KeyPair;
  let lookups: string[];
  let accessTokens: AccessTokens;
  beforeEach(async () => {
    ours = await generateKeyPair('ES256');
    theirs = await generateKeyPair('ES256');
    lookups = [];
    accessTokens = new AccessTokens(keysOf(ours), issuer);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const keysOf = (pair: KeyPair) =>
    ({
      current: async () => ({ kid: 'ours', key: pair.privateKey }),
      toVerify: async (kid: string) => {
        lookups.push(kid);
        return kid === 'ours' ? pair.publicKey : undefined;
      },
    }) as unknown as SigningKeys;

  interface Forgery {
    key?: KeyPair['privateKey'];
    header?: object;
    iss?: string;
    aud?: string;
    exp?: string | number | undefined;
    sub?: string | undefined;
    claims?: Record<string, unknown>;
  }
  const forge = ({ key = ours.privateKey, header = {}, iss = issuer, aud = issuer, claims, ...rest }: Forgery) => {
    const jwt = new SignJWT(claims ?? { client_id: caller.clientId })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'ours', ...header })
      .setIssuer(iss)
      .setAudience(aud);
    const exp = 'exp' in rest ? rest.exp : '15m';
    const sub = 'sub' in rest ? rest.sub : caller.id;
    if (exp !== undefined) jwt.setExpirationTime(exp);
    if (sub !== undefined) jwt.setSubject(sub);
    return jwt.sign(key);
  };

  it('knows its own tokens, which say what RFC 9068 asks for', async () => {
    const { token, expiresInSeconds } = await accessTokens.issue(caller);
    expect(await accessTokens.verify(token.reveal())).toEqual(verified);
    const { exp = 0, iat = 0, ...claims } = decodeJwt(token.reveal());
    expect(claims).toMatchObject({
      iss: issuer,
      aud: issuer,
      sub: caller.id,
      client_id: caller.clientId,
      jti: expect.any(String),
    });
    expect(exp - iat).toBe(expiresInSeconds);
    expect(String(token)).not.toContain('.');
  });

  it('says which certificate a token is bound to, also of one it remembers', async () => {
    const { token } = await accessTokens.issue(caller, 'a-thumbprint');
    expect(decodeJwt(token.reveal()).cnf).toEqual({ 'x5t#S256': 'a-thumbprint' });
    const bound = { ...verified, certificateThumbprint: 'a-thumbprint' };
    expect(await accessTokens.verify(token.reveal())).toEqual(bound);
    expect(accessTokens.recall(token.reveal())).toEqual(bound);
  });

  it.each<[string, () => Promise<string>]>([
    ['was signed by a foreign key under our key id', () => forge({ key: theirs.privateKey })],
    ['has a key id nobody knows', () => forge({ header: { kid: 'theirs' }, key: theirs.privateKey })],
    ['has no key id', () => forge({ header: { kid: undefined } })],
    [
      'brings its own key along',
      async () => forge({ key: theirs.privateKey, header: { jwk: await exportJWK(theirs.publicKey) } }),
    ],
    ['was issued by another broker with the same keys', () => forge({ iss: 'https://other.example.com' })],
    ['was issued for somebody else', () => forge({ aud: 'https://other.example.com' })],
    ['is of another type', () => forge({ header: { typ: 'JWT' } })],
    ['has expired', () => forge({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['never expires', () => forge({ exp: undefined })],
    ['names nobody', () => forge({ sub: undefined })],
    ['names no client', () => forge({ claims: {} })],
    ['names a client that is no text', () => forge({ claims: { client_id: 7 } })],
  ])('does not know a token that %s', async (_, forged) => {
    expect(await accessTokens.verify(await forged())).toBeUndefined();
  });

  it('does not know an unsigned token, one signed with its public key as a secret, or a changed one', async () => {
    const { token } = await accessTokens.issue(caller);
    const [header = '', payload = '', signature = ''] = token.reveal().split('.');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const publicKeyAsSecret = new TextEncoder().encode(JSON.stringify(await exportJWK(ours.publicKey)));
    const confused = await new SignJWT(decodeJwt(token.reveal()))
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'ours' })
      .sign(publicKeyAsSecret);
    for (const attempt of [
      `${part({ alg: 'none', typ: 'at+jwt', kid: 'ours' })}.${payload}.`,
      `${header}.${payload}.`,
      `${header}.${part({ ...decodeJwt(token.reveal()), client_id: 'admin' })}.${signature}`,
      confused,
      '',
      'a.b.c',
    ]) {
      expect(await accessTokens.verify(attempt)).toBeUndefined();
      expect(accessTokens.recall(attempt)).toBeUndefined();
    }
  });

  it('verifies a token once and remembers it', async () => {
    const { token } = await accessTokens.issue(caller);
    expect(accessTokens.recall(token.reveal())).toBeUndefined();
    await accessTokens.verify(token.reveal());
    await accessTokens.verify(token.reveal());
    expect(lookups).toEqual(['ours']);
    expect(accessTokens.recall(token.reveal())).toEqual(verified);
  });

  it('forgets a token in the moment it expires', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const token = await forge({ exp });
    jest.spyOn(Date, 'now').mockReturnValue(exp * 1000 - 60_000);
    const clock = jest.spyOn(performance, 'now');
    for (const [ms, known] of [
      [60_000, verified],
      [60_001, undefined],
    ] as const) {
      const remembering = new AccessTokens(keysOf(ours), issuer);
      clock.mockReturnValue(1);
      await remembering.verify(token);
      clock.mockReturnValue(1 + ms);
      expect(remembering.recall(token)).toEqual(known);
    }
    jest.restoreAllMocks();
    jest.useFakeTimers({ now: exp * 1000, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    expect(await accessTokens.verify(token)).toBeUndefined();
  });

  it('throws when the keys cannot be read, so that an outage is not taken for a stranger', async () => {
    const outage = new Error('database away');
    const away = { ...keysOf(ours), toVerify: () => Promise.reject(outage) } as unknown as SigningKeys;
    const { token } = await accessTokens.issue(caller);
    await expect(new AccessTokens(away, issuer).verify(token.reveal())).rejects.toBe(outage);
  });
});

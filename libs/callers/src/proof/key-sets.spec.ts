import { describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { KeySource } from './caller-proof.js';
import { NoKeys } from './fetch-keys.js';
import { KeySets } from './key-sets.js';

const MINUTE = 60_000;
const publicJwk = async (kid: string): Promise<JWK> => ({
  ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)),
  kid,
});

/** Keys somewhere else, and a clock that moves when told. */
async function elsewhere() {
  const state = { kids: ['1'], down: false, fetched: [] as string[], now: 0 };
  const fetch = async (address: string) => {
    state.fetched.push(address);
    if (state.down) throw new NoKeys('down');
    if (address.endsWith('/openid-configuration')) {
      return { issuer: 'https://issuer.example', jwks_uri: 'https://issuer.example/keys' };
    }
    return { keys: await Promise.all(state.kids.map(publicJwk)) };
  };
  const sets = new KeySets(fetch, () => state.now);
  const find = (kid: string, source: KeySource = { jwksUri: 'https://todo.example/jwks' }) =>
    sets.keyFor(source, { alg: 'ES256', kid }).then(
      () => 'found',
      (error: { code?: string; name: string }) => error.code ?? error.name,
    );
  return { state, sets, find };
}

describe(KeySets.name, () => {
  it('fetches keys once for all who wait for them, and then not for ten minutes', async () => {
    const { state, find } = await elsewhere();
    expect(await Promise.all([find('1'), find('1'), find('1')])).toEqual(['found', 'found', 'found']);
    state.now = 9 * MINUTE;
    expect(await find('1')).toBe('found');
    expect(state.fetched).toHaveLength(1);
    state.now = 11 * MINUTE;
    await find('1');
    expect(state.fetched).toHaveLength(2);
  });

  it('looks again for a key it does not know, but not as often as anybody asks', async () => {
    const { state, find } = await elsewhere();
    await find('1');
    state.kids = ['1', '2'];
    for (let n = 0; n < 50; n++) expect(await find('2')).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(state.fetched).toHaveLength(1);
    state.now = MINUTE;
    expect(await find('2')).toBe('found');
    for (let n = 0; n < 50; n++) await find('3');
    expect(state.fetched).toHaveLength(2);
  });

  it('knows a withdrawn key no longer than ten minutes', async () => {
    const { state, find } = await elsewhere();
    await find('1');
    state.kids = ['2'];
    state.now = 11 * MINUTE;
    expect(await find('1')).toBe('ERR_JWKS_NO_MATCHING_KEY');
  });

  it('outlives a source that is down for less than an hour, and asks it twice a minute at most', async () => {
    const { state, find } = await elsewhere();
    await find('1');
    state.down = true;
    state.now = 30 * MINUTE;
    for (let n = 0; n < 50; n++) expect(await find('1')).toBe('found');
    expect(state.fetched).toHaveLength(2);
    state.now = 61 * MINUTE;
    expect(await find('1')).toBe('NoKeys');
    state.down = false;
    state.now += MINUTE;
    expect(await find('1')).toBe('found');
  });

  it('finds an issuer’s keys by its discovery document, if that is the issuer’s own', async () => {
    const { state, sets, find } = await elsewhere();
    expect(await find('1', { issuer: 'https://issuer.example' })).toBe('found');
    expect(state.fetched).toEqual([
      'https://issuer.example/.well-known/openid-configuration',
      'https://issuer.example/keys',
    ]);
    const foreign = sets.keyFor({ issuer: 'https://another.example' }, { alg: 'ES256', kid: '1' });
    await expect(foreign).rejects.toThrow('not the issuer’s');
  });

  it('takes no word of the header for where the key is', async () => {
    const { state, sets } = await elsewhere();
    const jwk = await publicJwk('evil');
    const header = { alg: 'ES256', kid: 'evil', jwk, jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x' };
    await expect(sets.keyFor({ jwks: { keys: [] } }, header)).rejects.toThrow(/no applicable key/i);
    expect(state.fetched).toEqual([]);
  });
});

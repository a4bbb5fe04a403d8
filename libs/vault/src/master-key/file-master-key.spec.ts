import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { masterKeyConformance } from './conformance.js';
import { FileMasterKey } from './file-master-key.js';

const line = (keyId: string, bytes = randomBytes(32)) => `${keyId}:${bytes.toString('base64')}`;

masterKeyConformance('a file', async () => FileMasterKey.parse(`${line('2026-04')}\n${line('2026-10')}\n`, 'keys'));

describe(FileMasterKey.name, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'master-key-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('seals with the last line and still opens with the earlier ones', async () => {
    const old = line('2026-04');
    const before = FileMasterKey.parse(old, 'keys');
    const { keyId, wrapped } = await before.wrap(Buffer.alloc(32, 7), Buffer.from('c'));
    const after = FileMasterKey.parse(`${old}\n${line('2026-10')}`, 'keys');
    expect(after.currentKeyId).toBe('2026-10');
    expect(await after.unwrap(keyId, wrapped, Buffer.from('c'))).toEqual(Buffer.alloc(32, 7));
  });

  it.each([
    ['an empty file', '\n\n', /holds no key/],
    ['a key of 16 bytes', line('a', randomBytes(16)), /line 1: expected keyId:base64/],
    ['a line without a key id', randomBytes(32).toString('base64'), /line 1/],
    ['the same key id twice', `${line('a')}\n${line('a')}`, /line 2: this key id stands there twice/],
  ])('refuses %s, naming the line and nothing of the key', (_, text, message) => {
    expect(() => FileMasterKey.parse(text, 'keys')).toThrow(message);
  });

  it('refuses a file that others can read, and says how to mend it', async () => {
    const file = path.join(folder, 'open.key');
    await writeFile(file, line('a'));
    await chmod(file, 0o644);
    await expect(FileMasterKey.load(file)).rejects.toThrow(/chmod 600/);
    await chmod(file, 0o600);
    expect((await FileMasterKey.load(file)).currentKeyId).toBe('a');
  });

  it('finds a key that was added since, because a value asks for it, and wraps with it', async () => {
    const file = path.join(folder, 'growing.key');
    const [old, next] = [line('2026-04'), line('2026-10')];
    await writeFile(file, old, { mode: 0o600 });
    const masterKey = await FileMasterKey.load(file);
    const { wrapped } = await FileMasterKey.parse(next, 'keys').wrap(Buffer.alloc(32, 7), Buffer.from('c'));
    await writeFile(file, `${old}\n${next}`);
    expect(await masterKey.unwrap('2026-10', wrapped, Buffer.from('c'))).toEqual(Buffer.alloc(32, 7));
    expect(masterKey.currentKeyId).toBe('2026-10');
  });

  it('goes on with the keys it knows while the file is broken, and says so when it is looked at', async () => {
    const file = path.join(folder, 'broken.key');
    await writeFile(file, line('2026-04'), { mode: 0o600 });
    const masterKey = await FileMasterKey.load(file);
    await writeFile(file, 'half a li');
    await expect(masterKey.lookAgain()).rejects.toThrow(/line 1/);
    expect(masterKey.keyIds).toEqual(['2026-04']);
  });

  it('refuses a file that is not there', async () => {
    await expect(FileMasterKey.load(path.join(folder, 'absent'))).rejects.toThrow(/cannot be read/);
  });
});

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyNotAtHand, type MasterKey } from './master-key.js';

/** What every implementation of `MasterKey` must hold to; each one's spec calls this. */
export function masterKeyConformance(name: string, create: () => Promise<MasterKey>): void {
  describe(`${name} as a master key`, () => {
    const context = Buffer.from('grants/dinghangzhou/demo');

    it('gives back the data key it wrapped', async () => {
      const masterKey = await create();
      const dataKey = randomBytes(32);
      const { keyId, wrapped } = await masterKey.wrap(dataKey, context);
      expect(keyId).toBe(masterKey.currentKeyId);
      expect(masterKey.keyIds).toContain(keyId);
      expect(wrapped.includes(dataKey)).toBe(false);
      expect(await masterKey.unwrap(keyId, wrapped, context)).toEqual(dataKey);
    });

    it('never wraps the same data key to the same bytes', async () => {
      const masterKey = await create();
      const dataKey = randomBytes(32);
      const [first, second] = await Promise.all([masterKey.wrap(dataKey, context), masterKey.wrap(dataKey, context)]);
      expect(first.wrapped.equals(second.wrapped)).toBe(false);
    });

    it('refuses another context, another key id, a changed byte and a cut', async () => {
      const masterKey = await create();
      const { keyId, wrapped } = await masterKey.wrap(randomBytes(32), context);
      const changed = Buffer.from(wrapped);
      changed[20] = (changed[20] ?? 0) ^ 1;
      await expect(masterKey.unwrap(keyId, wrapped, Buffer.from('grants/dinghangzhou/other'))).rejects.toThrow();
      await expect(masterKey.unwrap('no-such-key', wrapped, context)).rejects.toThrow(KeyNotAtHand);
      await expect(masterKey.unwrap(keyId, changed, context)).rejects.toThrow();
      await expect(masterKey.unwrap(keyId, wrapped.subarray(0, 20), context)).rejects.toThrow();
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { createCallerSecret, hashCallerSecret } from './caller-secret.js';

describe(createCallerSecret.name, () => {
  it('makes secrets that need no encoding anywhere, of 256 bits, and never the same', () => {
    const secrets = Array.from({ length: 100 }, () => createCallerSecret().reveal());
    for (const secret of secrets) expect(secret).toMatch(/^cs_[A-Za-z0-9_-]{43}$/);
    expect(new Set(secrets).size).toBe(100);
  });

  it('is stored as a hash of 32 bytes that tells nothing but sameness', () => {
    const secret = createCallerSecret();
    expect(hashCallerSecret(secret)).toHaveLength(32);
    expect(hashCallerSecret(secret)).toEqual(hashCallerSecret(secret));
    expect(hashCallerSecret(secret)).not.toEqual(hashCallerSecret(createCallerSecret()));
  });
});

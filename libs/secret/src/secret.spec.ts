import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Secret } from './secret.js';

describe(Secret.name, () => {
  const secret = Secret.of('canary-value');

  it('does not appear in text, JSON, inspection or its own enumerable properties', () => {
    const seen = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ nested: { secret } }, { showHidden: true, depth: 9 }),
      inspect(new Error('failed', { cause: secret })),
      JSON.stringify(Object.entries(secret)),
    ].join('\n');
    expect(seen).not.toContain('canary-value');
    expect(seen).toContain('[redacted]');
  });

  it('is equal to another secret of the same value only', () => {
    expect(secret.equals(Secret.of('canary-value'))).toBe(true);
    expect(secret.equals(Secret.of('canary-valuf'))).toBe(false);
    expect(secret.equals(Secret.of(''))).toBe(false);
  });

  it('gives its value to whoever asks by name', () => {
    expect(secret.reveal()).toBe('canary-value');
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '@app/secret';

/** 256 random bits in `[A-Za-z0-9_-]`: too many to guess, so a plain SHA-256 is enough to store it by. */
export function createCallerSecret(): Secret {
  return Secret.of(`cs_${randomBytes(32).toString('base64url')}`);
}

export function hashCallerSecret(secret: Secret): Buffer {
  return createHash('sha256').update(secret.reveal()).digest();
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { BrokerError } from '@app/errors';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const POSITION_BYTES = 8;
const TAG_BYTES = 16;
const CURSOR_BYTES = NONCE_BYTES + POSITION_BYTES + TAG_BYTES;

/**
 * A place in the feed as one caller holds it. Encrypted, because the numbers of the feed would tell every caller how much is revoked
 * from others; a cursor of another caller, or of a feed with another key, does not open.
 */
export function cursorOf(key: Buffer, callerId: string, position: number): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(callerId));
  const plain = Buffer.alloc(POSITION_BYTES);
  plain.writeBigUInt64BE(BigInt(position));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Throws `invalid_request` if this feed never gave the cursor to this caller. */
export function positionIn(key: Buffer, callerId: string, cursor: string): number {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length !== CURSOR_BYTES) throw startAnew('is no cursor of this broker for this caller');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(callerId))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return Number(plain.readBigUInt64BE());
  } catch {
    throw startAnew('is no cursor of this broker for this caller');
  }
}

/** A cursor that leads nowhere. Whoever held it may have missed revocations, and has to act as if. */
export function startAnew(reason: string): BrokerError {
  return BrokerError.invalidRequest(
    [{ pointer: '/cursor', reason }],
    `The cursor ${reason}. Drop every token and handle obtained so far, any of them may have been revoked; then watch without a cursor.`,
  );
}

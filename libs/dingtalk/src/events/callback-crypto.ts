import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@app/secret';
import { PushRefusal } from './push-refusal.js';

/** What a signature covers, beside the token. */
export interface SignedParts {
  timestamp: string;
  nonce: string;
  /** Base64. */
  encrypt: string;
}

const ALGORITHM = 'aes-256-cbc';
const KEY_BYTES = 32;
const CIPHER_BLOCK_BYTES = 16;
/** Twice the block of the cipher, which is why the padding is put on and taken off by hand. */
const PADDING_BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const HEADER_BYTES = RANDOM_BYTES + LENGTH_BYTES;

/** Lower-case hexadecimal SHA-1 over token and parts in the order of their characters; no HMAC, and not ours to choose. */
export function sign(token: Secret, { timestamp, nonce, encrypt }: SignedParts): string {
  const parts = [token.reveal(), timestamp, nonce, encrypt].sort();
  return createHash('sha1').update(parts.join('')).digest('hex');
}

/** Compares without telling by its duration how much was right. */
export function isSignedBy(token: Secret, parts: SignedParts, signature: string): boolean {
  const right = Buffer.from(sign(token, parts));
  const given = Buffer.from(signature);
  return right.length === given.length && timingSafeEqual(right, given);
}

/** Plaintext: 16 random bytes, the length of the message in 4 bytes, the message, and whom it is for. */
export function encrypt(aesKey: Secret, message: string, owner: string): string {
  const text = Buffer.from(message);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(RANDOM_BYTES), length, text, Buffer.from(owner)]);
  const missing = PADDING_BLOCK_BYTES - (plain.length % PADDING_BLOCK_BYTES);
  const key = keyOf(aesKey);
  const cipher = createCipheriv(ALGORITHM, key, initialVectorOf(key)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(missing, missing)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** Throws `PushRefusal` with `wrong_key` for whatever was not made by `encrypt` with this key. */
export function decrypt(aesKey: Secret, encrypted: string): { message: string; owner: string } {
  const ciphertext = base64Bytes(encrypted);
  if (ciphertext.length === 0 || ciphertext.length % CIPHER_BLOCK_BYTES !== 0) throw new PushRefusal('wrong_key');
  const key = keyOf(aesKey);
  const decipher = createDecipheriv(ALGORITHM, key, initialVectorOf(key)).setAutoPadding(false);
  const plain = withoutPadding(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  if (plain.length < HEADER_BYTES) throw new PushRefusal('wrong_key');
  const end = HEADER_BYTES + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) throw new PushRefusal('wrong_key');
  return { message: textOf(plain.subarray(HEADER_BYTES, end)), owner: textOf(plain.subarray(end)) };
}

/** 43 characters of base64 whose last `=` DingTalk leaves out. */
function keyOf(aesKey: Secret): Buffer {
  const text = aesKey.reveal();
  const key = Buffer.from(`${text}=`, 'base64');
  if (!/^[A-Za-z0-9+/]{43}$/.test(text) || key.length !== KEY_BYTES) throw new PushRefusal('wrong_key');
  return key;
}

const initialVectorOf = (key: Buffer): Buffer => key.subarray(0, CIPHER_BLOCK_BYTES);

function base64Bytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is no base64; then the text is not what its bytes would be written as.
  if (bytes.toString('base64') !== text) throw new PushRefusal('wrong_key');
  return bytes;
}

function withoutPadding(padded: Buffer): Buffer {
  const count = padded.at(-1) ?? 0;
  const padding = padded.subarray(-count);
  if (count < 1 || count > Math.min(PADDING_BLOCK_BYTES, padded.length) || padding.some((byte) => byte !== count))
    throw new PushRefusal('wrong_key');
  return padded.subarray(0, -count);
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PushRefusal('wrong_key');
  }
}

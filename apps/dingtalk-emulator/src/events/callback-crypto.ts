import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** What both ends of a push address know, and whose push it is. */
export interface PushKeys {
  readonly token: string;
  /** 43 characters of base64, without the padding. */
  readonly aesKey: string;
  /** Client ID of an internal application, suite key of an ISV's. */
  readonly owner: string;
}

/** A sealed message as it travels: three values in the query, one in the body. */
export interface Sealed {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly encrypt: string;
}

/** Padding goes up to the next multiple of 32 bytes, where AES itself would be content with 16. */
const BLOCK = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

/** Why an answer is not a sealed message of the other end. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';

  constructor(readonly reason: 'wrong_signature' | 'wrong_key' | 'wrong_owner') {
    super(reason);
  }
}

/**
 * DingTalk's callback encryption: AES-256-CBC over random bytes, length, message and owner, and a SHA-1 over the sorted
 * parts. https://open.dingtalk.com/document/development/configure-stream-push, "DingTalk-Callback-Crypto".
 */
export function seal(
  keys: PushKeys,
  message: string,
  { timestamp, nonce, random = randomBytes(RANDOM_BYTES) }: { timestamp: string; nonce: string; random?: Buffer },
): Sealed {
  const text = Buffer.from(message);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(keys.owner)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const key = keyOf(keys.aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const sealed = [cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])), cipher.final()];
  const encrypt = Buffer.concat(sealed).toString('base64');
  return { signature: signatureOf(keys.token, timestamp, nonce, encrypt), timestamp, nonce, encrypt };
}

/** @throws {UnsealError} when signature, key or owner are not those of the keys */
export function unseal(keys: PushKeys, { signature, timestamp, nonce, encrypt }: Sealed): string {
  if (signature !== signatureOf(keys.token, timestamp, nonce, encrypt)) throw new UnsealError('wrong_signature');
  const plain = decrypt(keys.aesKey, encrypt);
  const start = RANDOM_BYTES + LENGTH_BYTES;
  const end = start + plain.readUInt32BE(RANDOM_BYTES);
  if (plain.subarray(end, plain.length - paddingOf(plain)).toString() !== keys.owner)
    throw new UnsealError('wrong_owner');
  return plain.subarray(start, end).toString();
}

function decrypt(aesKey: string, encrypt: string): Buffer {
  const key = keyOf(aesKey);
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(Buffer.from(encrypt, 'base64')), decipher.final()]);
    if (paddingOf(plain) >= 1 && paddingOf(plain) <= BLOCK && plain.length >= BLOCK) return plain;
  } catch {
    // Not a whole number of blocks: said below, as with any other wrong key.
  }
  throw new UnsealError('wrong_key');
}

function signatureOf(...parts: [token: string, timestamp: string, nonce: string, encrypt: string]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

const paddingOf = (plain: Buffer): number => plain.at(-1) ?? 0;
const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64');

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { MasterKey } from './master-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LINE = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/;

/** The master key file cannot be used. The message names the file and the line, never what is in it. */
export class MasterKeyFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MasterKeyFileError';
  }
}

/**
 * Master keys in a text file: one a line as `keyId:base64-of-32-bytes`, the last line is the current one.
 * Earlier lines stay for as long as a data key is wrapped with them. AES-256-GCM, 96-bit random nonce in front, tag at the end.
 */
export class FileMasterKey extends MasterKey {
  private constructor(
    readonly currentKeyId: string,
    private readonly keys: ReadonlyMap<string, KeyObject>,
  ) {
    super();
  }

  /** Throws `MasterKeyFileError` if the file is missing, malformed, or readable by anybody but its owner. */
  static async load(path: string): Promise<FileMasterKey> {
    const info = await stat(path).catch(() => {
      throw new MasterKeyFileError(`${path} cannot be read`);
    });
    if (process.platform !== 'win32' && (info.mode & 0o077) !== 0) {
      throw new MasterKeyFileError(`${path} is readable by others than its owner. Run: chmod 600 ${path}`);
    }
    return FileMasterKey.parse(await readFile(path, 'utf8'), path);
  }

  static parse(text: string, name: string): FileMasterKey {
    const keys = new Map<string, KeyObject>();
    let current: string | undefined;
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '') continue;
      const [, keyId, base64] = LINE.exec(line.trim()) ?? [];
      if (keyId === undefined || base64 === undefined) {
        throw new MasterKeyFileError(`${name}, line ${index + 1}: expected keyId:base64-of-32-bytes`);
      }
      if (keys.has(keyId)) throw new MasterKeyFileError(`${name}, line ${index + 1}: this key id stands there twice`);
      keys.set(keyId, createSecretKey(Buffer.from(base64, 'base64')));
      current = keyId;
    }
    if (current === undefined) throw new MasterKeyFileError(`${name} holds no key`);
    return new FileMasterKey(current, keys);
  }

  async wrap(dataKey: Buffer, context: Buffer): Promise<{ keyId: string; wrapped: Buffer }> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.currentKeyId), nonce);
    cipher.setAAD(context);
    const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return { keyId: this.currentKeyId, wrapped: Buffer.concat([nonce, sealed, cipher.getAuthTag()]) };
  }

  async unwrap(keyId: string, wrapped: Buffer, context: Buffer): Promise<Buffer> {
    if (wrapped.length < NONCE_BYTES + TAG_BYTES) throw new Error('The wrapped data key is cut short');
    const decipher = createDecipheriv('aes-256-gcm', this.key(keyId), wrapped.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(context);
    decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  private key(keyId: string): KeyObject {
    const key = this.keys.get(keyId);
    if (!key) throw new Error(`Master key ${keyId} is not in the master key file`);
    return key;
  }
}

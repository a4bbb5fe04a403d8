import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { KeyNotAtHand, MasterKey } from './master-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LINE = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/;
/** However many values ask for a key that is not there, the file is read for them this often. */
const LOOK_AGAIN_MS = 1_000;

/** The master key file cannot be used. The message names the file and the line, never what is in it. */
export class MasterKeyFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MasterKeyFileError';
  }
}

interface Keys {
  readonly currentKeyId: string;
  readonly byId: ReadonlyMap<string, KeyObject>;
}

/**
 * Master keys in a text file: one a line as `keyId:base64-of-32-bytes`, the last line is the current one.
 * Earlier lines stay for as long as a data key is wrapped with them. A line that is added counts once the file is looked at again.
 * AES-256-GCM, 96-bit random nonce in front, tag at the end.
 */
export class FileMasterKey extends MasterKey {
  readonly provider = 'file';
  private looking: Promise<void> | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;

  private constructor(
    private keys: Keys,
    private readonly read: () => Promise<Keys>,
  ) {
    super();
  }

  /** Throws `MasterKeyFileError` if the file is missing, malformed, or readable by anybody but its owner. */
  static async load(path: string): Promise<FileMasterKey> {
    const read = () => readKeys(path);
    return new FileMasterKey(await read(), read);
  }

  static parse(text: string, name: string): FileMasterKey {
    const keys = keysOf(text, name);
    return new FileMasterKey(keys, async () => keys);
  }

  get currentKeyId(): string {
    return this.keys.currentKeyId;
  }

  get keyIds(): readonly string[] {
    return [...this.keys.byId.keys()];
  }

  async lookAgain(): Promise<void> {
    this.looking ??= this.reread().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  async wrap(dataKey: Buffer, context: Buffer): Promise<{ keyId: string; wrapped: Buffer }> {
    const keyId = this.currentKeyId;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.key(keyId), nonce);
    cipher.setAAD(context);
    const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return { keyId, wrapped: Buffer.concat([nonce, sealed, cipher.getAuthTag()]) };
  }

  async unwrap(keyId: string, wrapped: Buffer, context: Buffer): Promise<Buffer> {
    if (wrapped.length < NONCE_BYTES + TAG_BYTES) throw new Error('The wrapped data key is cut short');
    const decipher = createDecipheriv('aes-256-gcm', await this.key(keyId), wrapped.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(context);
    decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  private async key(keyId: string): Promise<KeyObject> {
    if (!this.keys.byId.has(keyId) && performance.now() - this.lookedAt > LOOK_AGAIN_MS) {
      // A file that cannot be read is reported by whoever looks at it regularly.
      await this.lookAgain().catch(() => undefined);
    }
    const key = this.keys.byId.get(keyId);
    if (!key) throw new KeyNotAtHand(`Master key ${keyId} is not in the master key file`);
    return key;
  }

  private async reread(): Promise<void> {
    this.lookedAt = performance.now();
    this.keys = await this.read();
  }
}

async function readKeys(path: string): Promise<Keys> {
  const info = await stat(path).catch(() => {
    throw new MasterKeyFileError(`${path} cannot be read`);
  });
  if (process.platform !== 'win32' && (info.mode & 0o077) !== 0) {
    throw new MasterKeyFileError(`${path} is readable by others than its owner. Run: chmod 600 ${path}`);
  }
  return keysOf(await readFile(path, 'utf8'), path);
}

function keysOf(text: string, name: string): Keys {
  const byId = new Map<string, KeyObject>();
  let currentKeyId: string | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, keyId, base64] = LINE.exec(line.trim()) ?? [];
    if (keyId === undefined || base64 === undefined) {
      throw new MasterKeyFileError(`${name}, line ${index + 1}: expected keyId:base64-of-32-bytes`);
    }
    if (byId.has(keyId)) throw new MasterKeyFileError(`${name}, line ${index + 1}: this key id stands there twice`);
    byId.set(keyId, createSecretKey(Buffer.from(base64, 'base64')));
    currentKeyId = keyId;
  }
  if (currentKeyId === undefined) throw new MasterKeyFileError(`${name} holds no key`);
  return { currentKeyId, byId };
}

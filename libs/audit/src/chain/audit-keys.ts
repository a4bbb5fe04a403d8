import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import type { Database } from '@app/database';
import { Secret } from '@app/secret';

/** How the private half is sealed for its row; the vault does it. */
export interface AuditKeySealing {
  seal(keyId: string, privateKey: Secret): Promise<Buffer>;
  /** Undefined if it is not ours; throws if that cannot be told now. */
  openOurs(keyId: string, sealed: Buffer): Promise<Secret | undefined>;
}

export interface AuditKey {
  /** SHA-256 of the public half as SubjectPublicKeyInfo, base64url. */
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

interface KeyRow extends Record<string, unknown> {
  readonly keyId: string;
  readonly sealed: Buffer;
}

const keysSql =
  'select key_id as "keyId", private_key_sealed as sealed from audit_keys order by created_at desc, key_id';
const addKeySql = 'insert into audit_keys (key_id, private_key_sealed) values ($1, $2)';

/**
 * Keys that sign checkpoints (Ed25519). A public half is never read: it is derived from the sealed private half, and what opens was
 * sealed with the master key of this broker. So a key that somebody put into the table is not believed.
 */
export class AuditKeys {
  private signing: Promise<AuditKey> | undefined;

  constructor(
    private readonly database: Database,
    private readonly sealing: AuditKeySealing,
  ) {}

  /** The newest key that is ours; made on first use. Of two replicas that make one at the same time, both keys stay. */
  async current(): Promise<AuditKey> {
    this.signing ??= this.newestOrNew();
    this.signing.catch(() => {
      this.signing = undefined;
    });
    return this.signing;
  }

  /** All keys that are ours, and the ids of those that are not. */
  async all(): Promise<{ ours: ReadonlyMap<string, KeyObject>; foreign: readonly string[] }> {
    const ours = new Map<string, KeyObject>();
    const foreign: string[] = [];
    for (const row of await this.database.query<KeyRow>(keysSql)) {
      const key = await this.opened(row);
      if (key) ours.set(key.keyId, key.publicKey);
      else foreign.push(row.keyId);
    }
    return { ours, foreign };
  }

  private async newestOrNew(): Promise<AuditKey> {
    const untold: unknown[] = [];
    for (const row of await this.database.query<KeyRow>(keysSql)) {
      const key = await this.opened(row).catch((cause: unknown) => void untold.push(cause));
      if (key) return key;
    }
    if (untold.length > 0) throw untold[0];
    return this.create();
  }

  private async opened({ keyId, sealed }: KeyRow): Promise<AuditKey | undefined> {
    const pem = await this.sealing.openOurs(keyId, sealed);
    if (!pem) return undefined;
    const privateKey = createPrivateKey(pem.reveal());
    const publicKey = createPublicKey(privateKey);
    return { keyId, privateKey, publicKey };
  }

  private async create(): Promise<AuditKey> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const keyId = keyIdOf(publicKey);
    const pem = Secret.of(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    await this.database.query(addKeySql, [keyId, await this.sealing.seal(keyId, pem)]);
    return { keyId, privateKey, publicKey };
  }
}

/** As it travels beside published checkpoints. */
export function encodePublicKey(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function keyIdOf(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'base64url');
}

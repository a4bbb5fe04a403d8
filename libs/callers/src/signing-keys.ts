import type { Database } from '@app/database';
import { Secret } from '@app/secret';
import {
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
  importPKCS8,
  type JWK,
} from 'jose';

/** How the private key is sealed for its row; the vault does it. */
export interface KeySealing {
  seal(kid: string, privateKey: Secret): Promise<Buffer>;
  open(kid: string, sealed: Buffer): Promise<Secret>;
}

type ImportedKey = Awaited<ReturnType<typeof importPKCS8>>;

export const SIGNING_ALGORITHM = 'ES256';

/** Keys that sign the broker's own access tokens (RFC 9068), shared by all replicas through the database. */
export class SigningKeys {
  private readonly verifying = new Map<string, ImportedKey | Uint8Array>();
  private signing: Promise<{ kid: string; key: ImportedKey }> | undefined;

  constructor(
    private readonly database: Database,
    private readonly sealing: KeySealing,
  ) {}

  /** The newest key; made on first use. Of two replicas that make one at the same time, both keys stay and verify. */
  async current(): Promise<{ kid: string; key: ImportedKey }> {
    this.signing ??= this.loadOrCreate();
    this.signing.catch(() => {
      this.signing = undefined;
    });
    return this.signing;
  }

  /** Undefined if no key that is not retired has this id. */
  async toVerify(kid: string): Promise<ImportedKey | Uint8Array | undefined> {
    const known = this.verifying.get(kid);
    if (known) return known;
    const [row] = await this.database.query<{ public_jwk: JWK }>(
      'select public_jwk from signing_keys where kid = $1 and retired_at is null',
      [kid],
    );
    if (!row) return undefined;
    const key = await importJWK(row.public_jwk, SIGNING_ALGORITHM);
    this.verifying.set(kid, key);
    return key;
  }

  /** RFC 7517 key set of every key that may still have signed a live token. */
  async jwks(): Promise<{ keys: JWK[] }> {
    await this.current();
    const rows = await this.database.query<{ kid: string; public_jwk: JWK }>(
      'select kid, public_jwk from signing_keys where retired_at is null order by created_at',
    );
    return { keys: rows.map(({ kid, public_jwk }) => ({ ...public_jwk, kid, use: 'sig', alg: SIGNING_ALGORITHM })) };
  }

  private async loadOrCreate(): Promise<{ kid: string; key: ImportedKey }> {
    const [row] = await this.database.query<{ kid: string; private_key_sealed: Buffer }>(
      'select kid, private_key_sealed from signing_keys where retired_at is null order by created_at desc, kid limit 1',
    );
    if (!row) return this.create();
    const pkcs8 = await this.sealing.open(row.kid, row.private_key_sealed);
    return { kid: row.kid, key: await importPKCS8(pkcs8.reveal(), SIGNING_ALGORITHM) };
  }

  private async create(): Promise<{ kid: string; key: ImportedKey }> {
    const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const publicJwk = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    const sealed = await this.sealing.seal(kid, Secret.of(await exportPKCS8(pair.privateKey)));
    await this.database.query('insert into signing_keys (kid, public_jwk, private_key_sealed) values ($1, $2, $3)', [
      kid,
      publicJwk,
      sealed,
    ]);
    return { kid, key: pair.privateKey };
  }
}

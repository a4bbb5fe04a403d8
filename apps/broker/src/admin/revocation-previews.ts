import { createHash, randomBytes } from 'node:crypto';
import type { RevocationFilter } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { Secret } from '@app/secret';
import type { GrantKey } from '@app/vault';

/** How long an operator may look at the numbers before confirming them. */
const GOOD_FOR_MINUTES = 10;

/** What an operator was shown and may confirm. */
export interface ShownPreview {
  readonly filter: RevocationFilter;
  readonly fingerprint: Buffer;
  /** The job that it was confirmed by, if it was. */
  readonly jobId: string | null;
}

const addSql = `
  insert into revocation_previews (token_hash, operator, filter, fingerprint, expires_at)
  values ($1, $2, $3, $4, now() + make_interval(mins => $5)) returning expires_at as "expiresAt"`;
const forgetSql = 'delete from revocation_previews where expires_at < now()';
const takeSql = `
  select filter, fingerprint, job_id as "jobId" from revocation_previews
  where token_hash = $1 and operator = $2 and expires_at > now() for update`;
const confirmSql = 'update revocation_previews set job_id = $2 where token_hash = $1';

/** The rows of `revocation_previews`: what was shown to whom, so that nobody ends more than they have read. */
export class RevocationPreviews {
  constructor(private readonly database: Database) {}

  async add(
    operator: string,
    filter: RevocationFilter,
    fingerprint: Buffer,
  ): Promise<{ token: Secret; expiresAt: Date }> {
    const token = Secret.of(randomBytes(32).toString('base64url'));
    await this.database.query(forgetSql);
    const [row] = await this.database.query<{ expiresAt: Date }>(addSql, [
      hashOf(token),
      operator,
      JSON.stringify(filter),
      fingerprint,
      GOOD_FOR_MINUTES,
    ]);
    if (!row) throw new Error('The preview was not kept');
    return { token, expiresAt: row.expiresAt };
  }

  /** Undefined if it was shown to somebody else, too long ago, or never. Nobody else can take it until the transaction ends. */
  async take(tx: Transaction, operator: string, token: Secret): Promise<ShownPreview | undefined> {
    const [row] = await tx.query<ShownPreview & Record<string, unknown>>(takeSql, [hashOf(token), operator]);
    return row;
  }

  async confirmed(tx: Transaction, token: Secret, jobId: string): Promise<void> {
    await tx.query(confirmSql, [hashOf(token), jobId]);
  }
}

/** Equal for the same grants, in whichever order they come. */
export function fingerprintOf(grants: readonly GrantKey[]): Buffer {
  const hash = createHash('sha256');
  for (const id of grants.map(({ grantId }) => grantId).sort()) hash.update(id);
  return hash.digest();
}

/** The token has 256 random bits, so a plain hash is enough. */
function hashOf(token: Secret): Buffer {
  return createHash('sha256').update(token.reveal()).digest();
}

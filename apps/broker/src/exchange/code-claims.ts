import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';

/** How a code ended. Anything but `granted` stored nothing. */
export type CodeEnding =
  | 'granted'
  | 'code_refused'
  | 'identity_unavailable'
  | 'other_person'
  | 'not_a_member'
  | 'suspended'
  | 'people';

export interface CodeKey {
  readonly callerId: string;
  readonly application: string;
  /** Keyed; the code itself is kept nowhere. */
  readonly codeHash: Buffer;
}

export type Claim =
  /** It is ours to exchange. */
  | { readonly kind: 'ours'; readonly id: string }
  /** Another request is at it. */
  | { readonly kind: 'under_way' }
  | { readonly kind: 'ended'; readonly ending: CodeEnding; readonly grant: { corpId: string; grantId: string } | null }
  /** It came before with another expectation of whose it is. */
  | { readonly kind: 'differs' };

/** A replica that has not finished by then was killed. Longer than everything that DingTalk is asked may take together. Seconds. */
const CLAIM_SECONDS = 90;
/** For how long a repeated request gets the answer of the first. Minutes. */
const REMEMBERED_MINUTES = 10;

const claimSql = `
  insert into brought_codes as b (caller_id, application, code_hash, request_hash, claim_id, claimed_until)
  values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
  on conflict (caller_id, application, code_hash) do update set
    request_hash = excluded.request_hash, claim_id = excluded.claim_id, claimed_until = excluded.claimed_until,
    ending = null, corp_id = null, grant_id = null, created_at = now()
  where b.created_at < now() - make_interval(mins => $7) or (b.ending is null and b.claimed_until < now())
  returning claim_id`;
const readSql = `
  select request_hash as "requestHash", ending, corp_id as "corpId", grant_id as "grantId" from brought_codes
  where caller_id = $1 and application = $2 and code_hash = $3`;
const endSql = `
  update brought_codes set ending = $4, corp_id = $5, grant_id = $6
  where caller_id = $1 and application = $2 and code_hash = $3 and (claim_id = $7 or $4 = 'granted')`;
const releaseSql = `
  delete from brought_codes where caller_id = $1 and application = $2 and code_hash = $3 and claim_id = $4 and ending is null`;

interface ClaimRow {
  [column: string]: unknown;
  requestHash: Buffer;
  ending: CodeEnding | null;
  corpId: string | null;
  grantId: string | null;
}

/**
 * The rows of `brought_codes`: a code works once at DingTalk, so an answer that got lost on its way must not lose the grant. Whoever
 * claims the code exchanges it; the same request, sent again within minutes, gets what became of it.
 */
export class CodeClaims {
  constructor(private readonly database: Database) {}

  async claim({ callerId, application, codeHash }: CodeKey, requestHash: Buffer): Promise<Claim> {
    const id = uuidv7();
    const key = [callerId, application, codeHash];
    const claim = [...key, requestHash, id, CLAIM_SECONDS, REMEMBERED_MINUTES];
    if ((await this.database.query(claimSql, claim)).length === 1) return { kind: 'ours', id };
    const [row] = await this.database.query<ClaimRow>(readSql, key);
    // Released between the two statements: the next look decides.
    if (!row) return { kind: 'under_way' };
    if (!row.requestHash.equals(requestHash)) return { kind: 'differs' };
    if (row.ending === null) return { kind: 'under_way' };
    const { corpId, grantId } = row;
    return {
      kind: 'ended',
      ending: row.ending,
      grant: corpId !== null && grantId !== null ? { corpId, grantId } : null,
    };
  }

  /** Together with the grant. It counts even if the claim was lost meanwhile, because the grant is there. */
  async granted(tx: Transaction, key: CodeKey, claimId: string, corpId: string, grantId: string): Promise<void> {
    await tx.query(endSql, [key.callerId, key.application, key.codeHash, 'granted', corpId, grantId, claimId]);
  }

  async refused(tx: Transaction, key: CodeKey, claimId: string, ending: CodeEnding): Promise<void> {
    await tx.query(endSql, [key.callerId, key.application, key.codeHash, ending, null, null, claimId]);
  }

  /** Nothing is known of the code: the next request may try. */
  async release(key: CodeKey, claimId: string): Promise<void> {
    await this.database.query(releaseSql, [key.callerId, key.application, key.codeHash, claimId]);
  }
}

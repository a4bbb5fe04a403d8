import type { Database, Transaction } from '@app/database';

/** One request to a person. */
export interface Consent {
  readonly id: string;
  readonly state: 'pending' | 'granted' | 'rejected' | 'expired';
  readonly application: string;
  readonly service: string | null;
  readonly corpId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[];
  readonly returnUrl: string | null;
  readonly expiresAt: Date;
  /** By the database's clock. */
  readonly lapsed: boolean;
}

const consentSql = `
  select c.id, c.state, c.application, k.name as service, c.corp_id as "corpId", c.user_id as "userId", c.union_id as "unionId",
    c.scopes, c.return_url as "returnUrl", c.expires_at as "expiresAt", c.expires_at <= now() as lapsed
  from consents c left join callers k on k.id = c.caller_id where c.id = $1`;

/** Consents that callers or hand-outs asked for. */
export class Consents {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Consent | undefined> {
    const [consent] = await this.database.query<Consent & Record<string, unknown>>(consentSql, [id]);
    return consent;
  }

  async granted(tx: Transaction, id: string, grantId: string): Promise<void> {
    await tx.query(
      `update consents set state = 'granted', grant_id = $2, completed_at = now() where id = $1 and state in ('pending', 'rejected')`,
      [id, grantId],
    );
  }

  /** A person who refused may still change their mind until the link expires. */
  async rejected(tx: Transaction, id: string): Promise<void> {
    await tx.query(`update consents set state = 'rejected', completed_at = now() where id = $1 and state = 'pending'`, [
      id,
    ]);
  }
}

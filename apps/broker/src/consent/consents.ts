import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';

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
  /** Why, in the asking service's words. */
  readonly reason: string | null;
  /** When the grant is to end by itself. */
  readonly endsAt: Date | null;
  readonly once: boolean;
  readonly expiresAt: Date;
  /** By the database's clock. */
  readonly lapsed: boolean;
}

const consentSql = `
  select c.id, c.state, c.application, k.name as service, c.corp_id as "corpId", c.user_id as "userId", c.union_id as "unionId",
    c.scopes, c.return_url as "returnUrl", c.reason, c.ends_at as "endsAt", c.once, c.expires_at as "expiresAt", c.expires_at <= now() as lapsed
  from consents c left join callers k on k.id = c.caller_id where c.id = $1`;

/** The same as its caller sees it. */
export interface ConsentState {
  readonly consentId: string;
  readonly state: 'pending' | 'granted' | 'rejected' | 'expired';
  readonly application: string;
  readonly corpId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[];
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly completedAt: Date | null;
  readonly grantId: string | null;
  readonly endsAt: Date | null;
  readonly once: boolean;
}

/** A link nobody answered in time has lapsed, whether its row says so yet or not. */
const consentOfCallerSql = `
  select k.disabled_at as "callerDisabledAt", c.id as "consentId",
    case when c.state = 'pending' and c.expires_at <= now() then 'expired' else c.state end as state, c.application,
    c.corp_id as "corpId", c.user_id as "userId", c.union_id as "unionId", c.scopes, c.reason, c.created_at as "createdAt",
    c.expires_at as "expiresAt", c.completed_at as "completedAt", c.grant_id as "grantId", c.ends_at as "endsAt", c.once
  from callers k left join consents c on c.id = $1 and c.caller_id = k.id where k.id = $2`;

type ConsentOfCallerRow = { readonly callerDisabledAt: Date | null; readonly [column: string]: unknown } & (
  | ConsentState
  | { readonly consentId: null }
);

/** Consents that callers or hand-outs asked for. */
export class Consents {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Consent | undefined> {
    const [consent] = await this.database.query<Consent & Record<string, unknown>>(consentSql, [id]);
    return consent;
  }

  /** Throws `not_found`, also for one that another caller asked for; `forbidden_by_policy` to a caller that is disabled. */
  async ofCaller(id: string, callerId: string): Promise<ConsentState> {
    const [row] = await this.database.query<ConsentOfCallerRow>(consentOfCallerSql, [id, callerId]);
    const { callerDisabledAt, ...consent } = row ?? { callerDisabledAt: null, consentId: null };
    if (callerDisabledAt) {
      throw new BrokerError('forbidden_by_policy', {
        detail: 'This caller is disabled.',
        members: { rule: 'suspended' },
      });
    }
    if (consent.consentId === null) throw new BrokerError('not_found', { detail: 'There is no such consent.' });
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

import type { Database } from '@app/database';
import { v7 as uuidv7 } from 'uuid';

/** How long an unanswered consent stays open. Hours. */
export const OPEN_HOURS = 24;

export interface ConsentAsked {
  readonly callerId: string;
  readonly application: string;
  readonly corpId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[];
}

const samePerson = `caller_id = $1 and application = $2 and coalesce(corp_id, '') = coalesce($3, '')
  and coalesce(user_id, '') = coalesce($4, '') and coalesce(union_id, '') = coalesce($5, '') and scopes = $6
  and state = 'pending' and origin = 'outcome'`;

const findOpenSql = `select id from consents where ${samePerson} and expires_at > now()`;

/** Frees the place of a consent nobody answered in time; its row stays, because states and pages still refer to it. */
const lapseSql = `update consents set state = 'expired' where ${samePerson} and expires_at <= now()`;

/** Of two replicas that open the same consent at once, both get the one that is there. */
const openSql = `
  insert into consents (caller_id, application, corp_id, user_id, union_id, scopes, id, origin, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'outcome', now() + make_interval(hours => $8))
  on conflict (caller_id, application, coalesce(corp_id, ''), coalesce(user_id, ''), coalesce(union_id, ''), scopes)
    where state = 'pending' and origin = 'outcome'
  do update set expires_at = consents.expires_at returning id`;

/**
 * The link a caller passes on to a person. One open consent for each (caller, application, person, scopes) is reused until it
 * expires, so that a service which asks every second leaves one row.
 */
export class ConsentLinks {
  constructor(
    private readonly database: Database,
    private readonly publicUrl: string,
  ) {}

  async forOutcome(asked: ConsentAsked): Promise<string> {
    const person = [
      asked.callerId,
      asked.application,
      asked.corpId,
      asked.userId,
      asked.unionId,
      [...asked.scopes].sort(),
    ];
    const [open] = await this.database.query<{ id: string }>(findOpenSql, person);
    const id = open?.id ?? (await this.openFor(person));
    return this.urlOf(asked.application, id);
  }

  /** For anybody, in answer to nobody. */
  openTo(application: string): string {
    return `${this.publicUrl}/consent/${application}`;
  }

  urlOf(application: string, consentId: string): string {
    return `${this.publicUrl}/consent/${application}?consent=${consentId}`;
  }

  private async openFor(person: readonly unknown[]): Promise<string> {
    return this.database.transaction(async (tx) => {
      await tx.query(lapseSql, person);
      const [opened] = await tx.query<{ id: string }>(openSql, [...person, uuidv7(), OPEN_HOURS]);
      if (!opened) throw new Error('The consent was not opened');
      return opened.id;
    });
  }
}

import type { Database } from '@app/database';
import type { Secret } from '@app/secret';
import type { CallerKnocks } from '../caller-knocks.js';
import { hashCallerSecret } from '../caller-secret.js';
import { callerByAssertionSql, callerBySecretSql, callersByCertificateSql } from '../sql/caller-proofs.sql.js';
import { type AuthMethod, type ProofColumns, proofOf } from './caller-proof.js';
import { type AssertionProof, type ClientAssertions, claimedBy } from './client-assertion.js';
import type { ClientCertificate } from './client-certificate.js';
import type { SecretUses } from './secret-uses.js';

/** What somebody presents who says to be a caller. */
export type CallerCredentials =
  | { readonly by: 'secret'; readonly clientId: string; readonly clientSecret: Secret }
  | { readonly by: 'assertion'; readonly clientId: string | undefined; readonly assertion: Secret }
  | { readonly by: 'certificate'; readonly clientId: string | undefined; readonly certificate: ClientCertificate };

export interface ProvenCaller {
  readonly id: string;
  readonly clientId: string;
}

export type Authentication =
  | { readonly caller: ProvenCaller }
  /** `told` may be said to whoever sent it; `because` is for the log. */
  | { readonly refused: { readonly because: string; readonly told?: string } }
  /** Nobody can tell now: the caller's keys cannot be had. */
  | { readonly unknown: string };

interface ProvenRow extends ProvenCaller {
  readonly authMethod: AuthMethod;
  readonly disabledAt: Date | null;
}

/**
 * Whether somebody is the caller it says to be, by the one method that was chosen for it. A disabled caller is refused, and so is
 * what would be right under another method. Whether a caller exists is not told to those who cannot prove to be it.
 */
export class CallerAuthentication {
  constructor(
    private readonly database: Database,
    private readonly assertions: ClientAssertions,
    private readonly knocks: CallerKnocks,
    private readonly secretUses: SecretUses,
  ) {}

  async authenticate(credentials: CallerCredentials): Promise<Authentication> {
    const rows = await this.matching(credentials);
    if (!Array.isArray(rows)) return rows;
    const authentication = only(rows);
    const [row] = rows;
    if (rows.length === 1 && row?.disabledAt) this.knocks.note(row.id);
    return authentication;
  }

  private async matching(credentials: CallerCredentials): Promise<ProvenRow[] | Authentication> {
    switch (credentials.by) {
      case 'secret':
        return this.bySecret(credentials.clientId, credentials.clientSecret);
      case 'assertion':
        return this.byAssertion(credentials.clientId, credentials.assertion);
      case 'certificate':
        return this.byCertificate(credentials.clientId, credentials.certificate);
    }
  }

  /** A disabled caller uses its secret all the same: some service still has it. */
  private async bySecret(clientId: string, clientSecret: Secret): Promise<ProvenRow[]> {
    const values = [clientId, hashCallerSecret(clientSecret)];
    const rows = await this.database.query<ProvenRow & { secretId: string }>(callerBySecretSql, values);
    for (const { secretId } of rows) this.secretUses.note(secretId);
    return rows;
  }

  private async byAssertion(named: string | undefined, assertion: Secret): Promise<ProvenRow[] | Authentication> {
    const claimed = claimedBy(assertion);
    if (!claimed) return refused('the assertion is not a JWT with iss and sub');
    const { issuer, subject } = claimed;
    // RFC 7521 section 4.2: the subject identifies the client; one that issues its own assertions is its own issuer.
    const clientId = named ?? (issuer === subject ? subject : null);
    const [row] = await this.database.query<ProvenRow & ProofColumns & { now: Date }>(callerByAssertionSql, [
      clientId,
      issuer,
      subject,
    ]);
    const fault = await this.assertions.faultOf(
      assertion,
      row && {
        callerId: row.id,
        clientId: row.clientId,
        proof: proofOf(row.authMethod, row) as AssertionProof,
        now: row.now,
      },
    );
    if (fault) return 'noKeys' in fault ? { unknown: fault.noKeys } : { refused: fault };
    return row ? [row] : [];
  }

  private async byCertificate(clientId: string | undefined, certificate: ClientCertificate): Promise<ProvenRow[]> {
    const names = certificate.names();
    return this.database.query<ProvenRow>(callersByCertificateSql, [
      names.map(({ kind }) => kind),
      names.map(({ name }) => name),
      clientId ?? null,
    ]);
  }
}

/** A disabled caller is told the same as a wrong secret: whether it exists is the operator's business. */
function only([row, ...others]: readonly ProvenRow[]): Authentication {
  if (!row) return refused('no caller has these credentials');
  if (others.length > 0) return refused('the certificate carries the names of several callers');
  if (row.disabledAt) return refused(`caller ${row.id} is disabled`);
  return { caller: { id: row.id, clientId: row.clientId } };
}

function refused(because: string): Authentication {
  return { refused: { because } };
}

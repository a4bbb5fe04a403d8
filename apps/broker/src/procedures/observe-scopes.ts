import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import { type DingTalkClient, DingTalkFailure } from '@app/dingtalk';
import type { GrantStore } from '@app/vault';
import type { Logger } from 'pino';

/** Asks DingTalk what a person really granted and writes it into the grant. */
export class ObserveScopes {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly dingtalk: DingTalkClient,
    private readonly audit: AuditLog,
    private readonly log: Logger,
  ) {}

  /** False if DingTalk did not tell; the grant then stays as it was. */
  async execute(corpId: string, grantId: string, requestId: string): Promise<boolean> {
    const held = await this.grants.accessToken(corpId, grantId);
    if (!held) return false;
    try {
      const scopes = await this.dingtalk.grantedScopes(held.token);
      return await this.database.transaction(async (tx) => {
        const stored = await this.grants.observe(tx, corpId, grantId, held.tokenVersion, scopes);
        if (stored) {
          const type = 'grant.observed';
          await this.audit.append(tx, { type, outcome: 'ok', actor: 'broker', requestId, corpId, grantId, scopes });
        }
        return stored;
      });
    } catch (cause) {
      if (!(cause instanceof DingTalkFailure)) throw cause;
      this.log.warn({ grantId, code: cause.code, remedy: cause.remedy }, 'the granted scopes could not be read');
      return false;
    }
  }
}

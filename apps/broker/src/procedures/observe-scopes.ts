import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import { type CallUrgency, type DingTalkClient, DingTalkFailure } from '@app/dingtalk';
import type { GrantStore, HeldAccessToken } from '@app/vault';
import type { Logger } from 'pino';

interface Wanted {
  readonly corpId: string;
  readonly grantId: string;
  readonly requestId: string;
  readonly urgency: CallUrgency;
  /** Nothing is asked if the scopes have been read after this. */
  readonly unlessSince?: Date;
}

/** Between two looks at a grant of which nothing seems to be left. */
const SECOND_LOOK_MS = 1_000;

/** Asks DingTalk what a person really granted, and writes it into the grant: the only way to notice that they withdrew. */
export class ObserveScopes {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly dingtalk: DingTalkClient,
    private readonly audit: AuditLog,
    private readonly log: Logger,
  ) {}

  /** False if DingTalk did not tell; the grant then stays as it was. */
  async execute({ corpId, grantId, requestId, urgency, unlessSince }: Wanted): Promise<boolean> {
    const held = await this.grants.accessToken(corpId, grantId);
    if (!held) return false;
    if (unlessSince && held.observedAt && held.observedAt > unlessSince) return true;
    try {
      const scopes = await this.granted(held, urgency);
      return await this.database.transaction(async (tx) => {
        const observed = await this.grants.observe(tx, corpId, grantId, held.tokenVersion, scopes);
        if (!observed) return false;
        const { owner, before, first, withdrawn } = observed;
        const lost = before.filter((scope) => !scopes.includes(scope));
        const gained = scopes.filter((scope) => !before.includes(scope));
        const act = { actor: 'broker', requestId, corpId, grantId, ...owner, scopes } as const;
        if (first) await this.audit.append(tx, { ...act, type: 'grant.observed', outcome: 'ok' });
        else if (lost.length > 0 || gained.length > 0) {
          const outcome = withdrawn ? 'withdrawn' : 'scopes_changed';
          await this.audit.append(tx, { ...act, type: 'grant.drifted', outcome, details: { lost, gained } });
        }
        return true;
      });
    } catch (cause) {
      if (!(cause instanceof DingTalkFailure)) throw cause;
      this.log.warn({ grantId, code: cause.code, remedy: cause.remedy }, 'the granted scopes could not be read');
      return false;
    }
  }

  /** Nothing at all ends the grant for its person, so DingTalk has to say it twice. */
  private async granted({ clientId, token }: HeldAccessToken, urgency: CallUrgency): Promise<string[]> {
    const scopes = await this.dingtalk.grantedScopes(clientId, token, urgency);
    if (scopes.length > 0) return scopes;
    await pause(SECOND_LOOK_MS);
    return this.dingtalk.grantedScopes(clientId, token, urgency);
  }
}

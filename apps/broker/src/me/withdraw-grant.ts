import type { CallerStore } from '@app/callers';
import type { Database } from '@app/database';
import type { PersonSession } from '../access/person-sessions.js';
import type { RevokeGrant } from '../procedures/revoke-grant.js';
import { MeStop } from './me-stop.js';
import type { MyGrant, MyGrants } from './my-grants.js';

/** What ended, and who can still use what they were given before. */
export interface WithdrawnView {
  readonly grant: MyGrant;
  /** The person did it, and not somebody else for them. */
  readonly byPerson: boolean;
  /** By service, the one that stops last first. */
  readonly live: readonly { readonly service: string | null; readonly until: Date }[];
}

interface Receipt {
  readonly cause: string;
  readonly liveHandouts: readonly { readonly callerId: string; readonly expiresAt: string }[] | null;
  readonly now: Date;
}

const receiptSql = `
  select cause, live_handouts as "liveHandouts", now() as now from revocations where corp_id = $1 and grant_id = $2`;

/** A person ends a grant of theirs. It is the same revocation as an operator's, with the person as its actor. */
export class WithdrawGrant {
  constructor(
    private readonly database: Database,
    private readonly grants: MyGrants,
    private readonly revokeGrant: RevokeGrant,
    private readonly callers: CallerStore,
  ) {}

  /** Does nothing to a grant that has ended, so that a form sent twice shows the same receipt. Throws `MeStop`. */
  async execute(session: PersonSession, grantId: string, requestId: string): Promise<void> {
    const { corpId } = await this.grants.one(session, grantId);
    const actor = `person:${session.unionId}`;
    await this.revokeGrant.execute({
      corpId,
      grantId,
      cause: 'person',
      actor,
      reason: 'withdrawn by the person',
      requestId,
    });
  }

  /** Throws `MeStop`, also for a grant that nobody ended. */
  async receipt(session: PersonSession, grantId: string): Promise<WithdrawnView> {
    const grant = await this.grants.one(session, grantId);
    const [receipt] = await this.database.query<Receipt & Record<string, unknown>>(receiptSql, [grant.corpId, grantId]);
    if (!receipt) throw new MeStop('grant_not_found');
    const until = new Map<string, Date>();
    for (const { callerId, expiresAt } of receipt.liveHandouts ?? []) {
      const end = new Date(expiresAt);
      if (end > receipt.now && end > (until.get(callerId) ?? receipt.now)) until.set(callerId, end);
    }
    const names = await this.callers.names([...until.keys()]);
    const live = [...until].map(([callerId, end]) => ({ service: names.get(callerId) ?? null, until: end }));
    return {
      grant: await this.grants.named(grant),
      byPerson: receipt.cause === 'person',
      live: live.sort((a, b) => b.until.getTime() - a.until.getTime()),
    };
  }
}

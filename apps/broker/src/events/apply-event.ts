import type { AuditLog } from '@app/audit';
import type { Suspensions, SuspensionWord } from '@app/callers';
import type { Database, Transaction } from '@app/database';
import type { GrantStore } from '@app/vault';
import type { Affected, EndGrants } from './end-grants.js';
import type { EventLedger } from './event-ledger.js';
import type { RefreshNames } from './refresh-names.js';
import { actorOf, reasonOf, type StoredEvent } from './stored-event.js';
import type { Tenancies } from './tenancies.js';

/** What an event did, in a word, and to how many grants. */
interface Effect {
  readonly name: string;
  readonly grants?: number;
}

interface ApplyEventParts {
  readonly database: Database;
  readonly ledger: EventLedger;
  readonly endGrants: EndGrants;
  readonly refreshNames: RefreshNames;
  readonly grants: GrantStore;
  readonly suspensions: Suspensions;
  readonly tenancies: Tenancies;
  readonly audit: AuditLog;
}

/**
 * Does what an event means, once, whoever tries it and how often: what it ends ends once, everything else is committed together with "applied". Events arrive
 * late and in any order, so each effect goes by the time at which DingTalk says it happened.
 */
export class ApplyEvent {
  constructor(private readonly parts: ApplyEventParts) {}

  /** False if the broker stops before it is done. */
  async execute(event: StoredEvent, signal: AbortSignal): Promise<boolean> {
    const { application, news } = event;
    const { tenancies, suspensions, grants } = this.parts;
    switch (news.kind) {
      case 'people_left':
        return this.end(event, { people: news }, signal);
      case 'organisation_removed':
        return this.end(event, {}, signal, (tx) => tenancies.organisationRemoved(tx, event));
      case 'application_removed':
        return this.end(event, { application }, signal, async (tx) => {
          await tenancies.removed(tx, event);
          // Installed again, it is not stopped any more.
          await suspensions.lift(tx, wordOf(event));
        });
      case 'application_stopped':
        return this.commit(event, async (tx) => {
          return { name: (await suspensions.suspend(tx, wordOf(event))) ? 'suspended' : 'unchanged' };
        });
      case 'application_restored':
        return this.commit(event, async (tx) => {
          return { name: (await suspensions.lift(tx, wordOf(event))) ? 'resumed' : 'unchanged' };
        });
      case 'application_installed':
        return this.commit(event, async (tx) => {
          await suspensions.lift(tx, wordOf(event));
          return { name: (await tenancies.installed(tx, event)) ? 'installed' : 'unchanged' };
        });
      case 'authorization_changed':
        return this.commit(event, async (tx) => {
          return { name: 'scopes_due', grants: await grants.observeSoon(tx, event.corpId, application) };
        });
      case 'people_changed': {
        const renamed = await this.parts.refreshNames.execute(event, news, signal);
        if (renamed === undefined) return false;
        return this.commit(event, async () => ({ name: 'names_read', grants: renamed }));
      }
    }
  }

  private async end(
    event: StoredEvent,
    affected: Affected,
    signal: AbortSignal,
    also?: (tx: Transaction) => Promise<void>,
  ): Promise<boolean> {
    const ended = await this.parts.endGrants.execute(event, affected, signal);
    if (ended === undefined) return false;
    return this.commit(event, async (tx) => {
      await also?.(tx);
      return { name: 'grants_ended', grants: ended };
    });
  }

  private async commit(event: StoredEvent, work: (tx: Transaction) => Promise<Effect>): Promise<boolean> {
    const { database, ledger, audit } = this.parts;
    const { application, corpId, requestId, type, eventId, via } = event;
    await database.transaction(async (tx) => {
      if (!(await ledger.lock(tx, event))) return;
      const { name: effect, grants } = await work(tx);
      await ledger.finish(tx, event, effect);
      const details = { event: type, eventId, via, effect, ...(grants !== undefined && { grants }) };
      const act = { type: 'event.applied', outcome: 'ok', actor: actorOf(event), requestId } as const;
      await audit.append(tx, { ...act, application, corpId, details });
    });
    return true;
  }
}

/** DingTalk's word about the application in this organisation, said when it happened. */
function wordOf(event: StoredEvent): SuspensionWord {
  const { application, corpId, bornAt } = event;
  return {
    subject: { kind: 'application_in_organisation', application, corpId },
    source: 'dingtalk',
    actor: actorOf(event),
    reason: reasonOf(event),
    at: bornAt,
  };
}

import { type AuditLog, grantUsers, grantUses, lastUses } from '@app/audit';
import type { CallerStore } from '@app/callers';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import {
  type Application,
  type ApplicationStore,
  type GrantEntity,
  type GrantState,
  type GrantStore,
  organisationTitleOf,
  titleOf,
} from '@app/vault';
import { In, MoreThan, type Repository } from 'typeorm';
import type { PersonSession } from '../access/person-sessions.js';
import { timedCursor, timedPosition } from '../http/cursor.js';
import { MeStop } from './me-stop.js';

/** More than anybody has; a bound on the page. */
const LIVE_MOST = 200;
const ENDED_MOST = 20;
const ENDED_DAYS = 30;
const USES_PER_PAGE = 20;
/** How far back a service counts as using a grant. */
const USED_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** A service's use of a grant; null where its name is not known any more. */
export interface Use {
  readonly service: string | null;
  readonly purpose: string | null;
  readonly at: Date;
}

export interface MyGrant {
  readonly id: string;
  readonly application: string;
  /** What people read in place of the application's name. */
  readonly title: string;
  /** What people read in place of its id. */
  readonly organisation: string | undefined;
  readonly state: GrantState;
  readonly scopes: readonly string[];
  readonly endsAt: Date | null;
  readonly once: boolean;
  readonly endedAt: Date | null;
  readonly lastUse: Use | undefined;
}

export interface MyGrantsView {
  readonly live: readonly MyGrant[];
  readonly ended: readonly MyGrant[];
  readonly now: Date;
}

export interface UsageView {
  readonly grant: MyGrant;
  readonly uses: readonly Use[];
  /** Of the page after this one. */
  readonly cursor: string | undefined;
  readonly isFirstPage: boolean;
  readonly now: Date;
}

/** What ending a grant now would mean. */
export interface WithdrawalView {
  readonly grant: MyGrant;
  /** The latest first. */
  readonly services: readonly string[];
  /** When the last of them stops; undefined if none holds anything. */
  readonly until: Date | undefined;
}

const LIVE: readonly GrantState[] = ['active', 'needs_consent', 'suspended'];
const ENDED: readonly GrantState[] = ['revoked', 'expired'];

/** What one person granted, and who used it. Other people's grants look as if they did not exist. Each look is recorded. */
export class MyGrants {
  constructor(
    private readonly database: Database,
    private readonly rows: Repository<GrantEntity>,
    private readonly store: GrantStore,
    private readonly applications: ApplicationStore,
    private readonly callers: CallerStore,
    private readonly audit: AuditLog,
  ) {}

  async list(session: PersonSession, requestId: string): Promise<MyGrantsView> {
    const { unionId } = session;
    const now = await this.store.now();
    const recently = MoreThan(new Date(now.getTime() - ENDED_DAYS * DAY_MS));
    const [live, ended] = await Promise.all([
      this.rows.find({
        where: { unionId, state: In(LIVE) },
        order: { createdAt: 'desc', id: 'desc' },
        take: LIVE_MOST,
      }),
      this.rows.find({
        where: { unionId, state: In(ENDED), endedAt: recently },
        order: { endedAt: 'desc', id: 'desc' },
        take: ENDED_MOST,
      }),
    ]);
    const uses = await lastUses(
      this.database,
      live.map(({ id }) => id),
    );
    const names = await this.callers.names([...uses.values()].map(({ callerId }) => callerId));
    const applications = new Map((await this.applications.all()).map((application) => [application.name, application]));
    await this.record(session, requestId, 'grants');
    return {
      live: live.map((grant) => {
        const use = uses.get(grant.id);
        return myGrantOf(grant, applications.get(grant.application), use && useOf(use, names));
      }),
      ended: ended.map((grant) => myGrantOf(grant, applications.get(grant.application))),
      now,
    };
  }

  /** Newest first. Throws `MeStop`. */
  async usage(
    session: PersonSession,
    grantId: string,
    cursor: string | undefined,
    requestId: string,
  ): Promise<UsageView> {
    const grant = await this.one(session, grantId);
    const { items: uses, next } = await grantUses(this.database, grantId, USES_PER_PAGE, positionOf(cursor));
    const names = await this.callers.names([...new Set(uses.map(({ callerId }) => callerId))]);
    await this.record(session, requestId, 'usage', grant);
    return {
      grant: await this.named(grant),
      uses: uses.map((use) => useOf(use, names)),
      cursor: next && timedCursor(next),
      isFirstPage: cursor === undefined,
      now: await this.store.now(),
    };
  }

  /** Throws `MeStop`, also for a grant that has ended. */
  async withdrawal(session: PersonSession, grantId: string, requestId: string): Promise<WithdrawalView> {
    const grant = await this.one(session, grantId);
    if (!LIVE.includes(grant.state)) throw new MeStop('grant_not_found');
    const users = await grantUsers(this.database, grantId, USED_DAYS);
    const names = await this.callers.names(users.map(({ callerId }) => callerId));
    await this.record(session, requestId, 'withdrawal', grant);
    const times = users.flatMap(({ liveUntil }) => (liveUntil ? [liveUntil.getTime()] : []));
    return {
      grant: await this.named(grant),
      services: users.flatMap(({ callerId }) => names.get(callerId) ?? []),
      until: times.length > 0 ? new Date(Math.max(...times)) : undefined,
    };
  }

  /** Throws `MeStop`. */
  async one({ unionId }: PersonSession, id: string): Promise<GrantEntity> {
    const grant = UUID.test(id) ? await this.rows.findOneBy({ id, unionId }) : null;
    if (!grant) throw new MeStop('grant_not_found');
    return grant;
  }

  async named(grant: GrantEntity): Promise<MyGrant> {
    return myGrantOf(grant, await this.applications.find(grant.application));
  }

  private async record({ unionId }: PersonSession, requestId: string, view: string, grant?: GrantEntity) {
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'person.read',
        outcome: 'ok',
        actor: `person:${unionId}`,
        requestId,
        unionId,
        ...(grant && { corpId: grant.corpId, application: grant.application, grantId: grant.id, userId: grant.userId }),
        details: { view },
      }),
    );
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function myGrantOf(grant: GrantEntity, application: Application | undefined, lastUse?: Use): MyGrant {
  const { id, application: name, corpId, state, scopes, endsAt, once, endedAt } = grant;
  const title = application ? titleOf(application) : name;
  const organisation = organisationTitleOf(application, corpId);
  return { id, application: name, title, organisation, state, scopes, endsAt, once, endedAt, lastUse };
}

function useOf(
  use: { callerId: string; purpose: string | null; occurredAt: Date },
  names: ReadonlyMap<string, string>,
) {
  return { service: names.get(use.callerId) ?? null, purpose: use.purpose, at: use.occurredAt };
}

/** A link that was tampered with starts from the newest. */
function positionOf(cursor: string | undefined) {
  try {
    return timedPosition(cursor);
  } catch (cause) {
    if (cause instanceof BrokerError) return undefined;
    throw cause;
  }
}

import { type AuditLog, lastHandoutsByCaller } from '@app/audit';
import {
  type CallerStore,
  type CommonPolicy,
  entitlementsReaching,
  type Place,
  type ReachPosition,
  type Suspensions,
} from '@app/callers';
import type { ListReachQuery, Page, ReachResponse } from '@app/contract';
import type { Database } from '@app/database';
import { type Application, type ApplicationStore, type GrantEntity, NO_ORGANISATION } from '@app/vault';
import { In, type Repository } from 'typeorm';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';
import { reachAt } from './reach-at.js';

/** What a page is made from. */
interface Known {
  readonly places: readonly Place[];
  readonly live: readonly GrantEntity[];
  readonly policy: CommonPolicy;
  /** The database's. */
  readonly now: Date;
}

/** Who can get this person's tokens: every entitlement that reaches a live grant of theirs, or would if they consented. */
export class ReachableBy {
  constructor(
    private readonly database: Database,
    private readonly grants: Repository<GrantEntity>,
    private readonly callers: CallerStore,
    private readonly applications: ApplicationStore,
    private readonly suspensions: Suspensions,
    private readonly audit: AuditLog,
  ) {}

  /** Live grants first; then by application, organisation, caller and position. Reading it is recorded. */
  async list(
    unionId: string,
    { limit, cursor, application, corpId }: ListReachQuery,
    { operator, requestId }: Act,
  ): Promise<Page<ReachResponse>> {
    const after = cursor === undefined ? undefined : positionOf(cursor);
    const live = await this.grants.findBy({ unionId, state: In(['active', 'suspended', 'needs_consent']) });
    const applications = new Map((await this.applications.all()).map((each) => [each.name, each]));
    const places = placesOf(applications, live, await this.organisationsOf(unionId)).filter(
      (place) =>
        (application === undefined || place.application === application) &&
        (corpId === undefined || place.corpId === corpId),
    );
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'policy.read',
        outcome: 'ok',
        actor: actorOf({ operator }),
        requestId,
        unionId,
        application: application ?? null,
        corpId: corpId ?? null,
        details: { view: 'reach', limit },
      }),
    );
    const { reaching, now, next } = await entitlementsReaching(this.database, unionId, places, limit, after);
    const policy = { applications, suspensions: await this.suspensions.all() };
    return {
      items: await this.described(unionId, reaching, { places, live, policy, now }),
      nextCursor: next ? encodeCursor(cursorOf(next)) : null,
    };
  }

  /** Where the person is known, by any grant they ever gave, and as whom. */
  private async organisationsOf(unionId: string): Promise<ReadonlyMap<string, string | null>> {
    const rows = await this.grants
      .createQueryBuilder('g')
      .select('g.corp_id', 'corpId')
      .addSelect('max(g.user_id)', 'userId')
      .where({ unionId })
      .groupBy('g.corp_id')
      .getRawMany<{ corpId: string; userId: string | null }>();
    return new Map(rows.map(({ corpId, userId }) => [corpId, userId]));
  }

  private async described(
    unionId: string,
    reaching: readonly ReachPosition[],
    { places, live, policy, now }: Known,
  ): Promise<ReachResponse[]> {
    const grantAt = new Map(live.map((grant) => [`${grant.application} ${grant.corpId}`, grant]));
    const userIdAt = new Map(places.map((place) => [`${place.application} ${place.corpId}`, place.userId]));
    const callers = await this.callers.findAll([...new Set(reaching.map(({ callerId }) => callerId))]);
    const shown = new Set(reaching.map(({ application, corpId }) => grantAt.get(`${application} ${corpId}`)?.id));
    const usedAt = await lastHandoutsByCaller(
      this.database,
      [...shown].filter((id) => id !== undefined),
    );
    return reaching.flatMap(({ application, corpId, callerId, position }) => {
      const caller = callers.get(callerId);
      const entitlement = caller?.entitlements.find((each) => each.position === position);
      // Changed between two statements: what is gone no longer reaches anybody.
      if (!caller || !entitlement) return [];
      const grant = grantAt.get(`${application} ${corpId}`);
      const userId = userIdAt.get(`${application} ${corpId}`) ?? null;
      const lastHandoutAt = (grant && usedAt.get(`${grant.id} ${callerId}`)) ?? null;
      return [
        reachAt({ application, corpId, unionId, userId }, { grant, caller, entitlement, policy, now, lastHandoutAt }),
      ];
    });
  }
}

/** Of the person's grants where the application is still to be found, and of every other application where it would be. */
function placesOf(
  applications: ReadonlyMap<string, Application>,
  live: readonly GrantEntity[],
  organisations: ReadonlyMap<string, string | null>,
): Place[] {
  return [...applications.values()].flatMap((application) =>
    organisationsServed(application, organisations).map((corpId) => {
      const grant = live.find((each) => each.application === application.name && each.corpId === corpId);
      const userId = grant?.userId ?? organisations.get(corpId) ?? null;
      return { later: grant === undefined, application: application.name, corpId, userId };
    }),
  );
}

function organisationsServed({ kind, corpId }: Application, known: ReadonlyMap<string, string | null>): string[] {
  switch (kind) {
    case 'personal':
      return [NO_ORGANISATION];
    case 'internal':
      return corpId === null ? [] : [corpId];
    case 'isv':
      return [...known.keys()].filter((each) => each !== NO_ORGANISATION);
  }
}

function cursorOf({ later, application, corpId, callerId, position }: ReachPosition): string[] {
  return [later ? '1' : '0', application, corpId, callerId, String(position)];
}

function positionOf(cursor: string): ReachPosition {
  const [later, application = '', corpId = '', callerId = '', position] = decodeCursor(cursor, [
    'number',
    'name',
    'corpId',
    'uuid',
    'number',
  ]);
  return { later: later !== '0', application, corpId, callerId, position: Number(position) };
}

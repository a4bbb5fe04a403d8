import type { ApplicationHealthResponse } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import {
  type ApplicationStore,
  type GrantCounts,
  type GrantUpkeep,
  grantStates,
  type RefreshTroubles,
} from '@app/vault';
import { eventsSeen } from './application-check/events-seen.js';

interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly corpId: string | null;
  readonly via: 'http' | 'stream';
  readonly receivedAt: Date;
  readonly state: 'received' | 'applied' | 'ignored' | 'failed';
  readonly outcome: string | null;
  readonly attempts: number;
}

interface DependentRow {
  readonly id: string;
  readonly name: string;
  readonly disabledAt: Date | null;
  readonly scopes: string[];
  readonly delivery: ('token' | 'handle')[];
}

const recentEventsSql = `
  select id, type, corp_id as "corpId", via, received_at as "receivedAt", state, outcome, attempts from dingtalk_events
  where application = $1 order by received_at desc limit 20`;

const dependentsSql = `
  select c.id, c.name, c.disabled_at as "disabledAt", array_agg(distinct s.scope order by s.scope) as scopes,
    array_agg(distinct d.delivery order by d.delivery) as delivery
  from entitlements e join callers c on c.id = e.caller_id, unnest(e.scopes) s(scope), unnest(e.delivery) d(delivery)
  where e.application = $1 and (e.expires_at is null or e.expires_at > now())
  group by c.id order by c.name`;

const TROUBLES_MINUTES = 15;

/** How an application is doing, by what the broker has seen of it. */
export class ApplicationHealth {
  constructor(
    private readonly database: Database,
    private readonly store: ApplicationStore,
    private readonly grantCounts: GrantCounts,
    private readonly troubles: RefreshTroubles,
    private readonly upkeep: GrantUpkeep,
  ) {}

  async get(name: string): Promise<ApplicationHealthResponse> {
    const application = await this.store.find(name);
    if (!application) throw new BrokerError('not_found', { detail: 'There is no such application.' });
    const [counted, troubles, forecasts, seen, recent, dependents] = await Promise.all([
      this.grantCounts.read(),
      this.troubles.of(TROUBLES_MINUTES),
      this.upkeep.forecasts(),
      eventsSeen(this.database, name),
      this.database.query<EventRow & Record<string, unknown>>(recentEventsSql, [name]),
      this.database.query<DependentRow & Record<string, unknown>>(dependentsSql, [name]),
    ]);
    const counts = counted.counts.filter((each) => each.application === name);
    const countOf = (state: string) =>
      counts.filter((each) => each.state === state).reduce((sum, { count }) => sum + count, 0);
    const trouble = troubles.find((each) => each.application === name);
    const forecast = forecasts.find((each) => each.application === name);
    return {
      grantsByState: Object.fromEntries(
        grantStates.map((state) => [state, countOf(state)]),
      ) as ApplicationHealthResponse['grantsByState'],
      narrower: counts.reduce((sum, { narrower }) => sum + narrower, 0),
      grantsCountedAt: counted.countedAt?.toISOString() ?? null,
      refreshes: trouble
        ? {
            failed: trouble.count,
            answer: trouble.answer,
            lastAt: trouble.lastAt.toISOString(),
            retryAt: trouble.retryAt.toISOString(),
          }
        : null,
      forecast: forecast
        ? {
            within7Days: forecast.within7Days,
            within30Days: forecast.within30Days,
            refreshesPerSecond: forecast.refreshesPerSecond,
            budgetSuffices: forecast.refreshesPerSecond <= forecast.callsPerSecond,
          }
        : null,
      events: {
        lastReceivedAt: seen.lastReceivedAt?.toISOString() ?? null,
        failing: seen.failing,
        recent: recent.map((event) => ({ ...event, receivedAt: event.receivedAt.toISOString() })),
      },
      callers: dependents.map((caller) => ({ ...caller, disabledAt: caller.disabledAt?.toISOString() ?? null })),
    };
  }
}

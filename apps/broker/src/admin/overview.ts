import { handoutOutcomes } from '@app/audit';
import { type CallerEntity } from '@app/callers';
import type { OverviewResponse } from '@app/contract';
import type { Database } from '@app/database';
import type { DingTalkHosts } from '@app/dingtalk';
import { type ApplicationEntity, type GrantEntity, type GrantState, type GrantUpkeep, grantStates } from '@app/vault';
import type { Repository } from 'typeorm';
import type { Operator } from '../access/access.js';
import type { Health } from '../operations/health.js';

/** The broker's state at a glance. */
export class Overview {
  constructor(
    private readonly database: Database,
    private readonly grants: Repository<GrantEntity>,
    private readonly applications: Repository<ApplicationEntity>,
    private readonly callers: Repository<CallerEntity>,
    private readonly upkeep: GrantUpkeep,
    private readonly health: Health,
    private readonly hosts: DingTalkHosts,
    private readonly version: string,
  ) {}

  async get(operator: Operator): Promise<OverviewResponse> {
    const byOutcome = await handoutOutcomes(this.database, 3_600);
    return {
      serverTime: new Date().toISOString(),
      version: this.version,
      dingtalk: { ...this.hosts, isDingTalk: isDingTalk(this.hosts) },
      operator,
      grantsByState: await this.grantsByState(),
      applications: await this.applications.count(),
      callers: await this.callers.count(),
      handoutsLastHour: { total: Object.values(byOutcome).reduce((sum, count) => sum + count, 0), byOutcome },
      forecasts: (await this.upkeep.forecasts()).map((forecast) => ({
        ...forecast,
        computedAt: forecast.computedAt.toISOString(),
        budgetSuffices: forecast.refreshesPerSecond <= forecast.callsPerSecond,
      })),
      checks: await this.health.check(),
    };
  }

  private async grantsByState(): Promise<Record<GrantState, number>> {
    const rows = await this.grants
      .createQueryBuilder('g')
      .select('g.state', 'state')
      .addSelect('count(*)::int', 'count')
      .groupBy('g.state')
      .getRawMany<{ state: GrantState; count: number }>();
    const counted = new Map(rows.map(({ state, count }) => [state, count]));
    return Object.fromEntries(grantStates.map((state) => [state, counted.get(state) ?? 0])) as Record<
      GrantState,
      number
    >;
  }
}

/** True if every host is DingTalk's own, mainland or international. */
function isDingTalk({ loginUrl, apiUrl, oapiUrl }: DingTalkHosts): boolean {
  return [loginUrl, apiUrl, oapiUrl].every((url) => /^https:\/\/[a-z]+\.dingtalk\.(com|io)$/.test(url));
}

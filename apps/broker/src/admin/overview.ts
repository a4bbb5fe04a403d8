import type { AuditRollups, ChainStore } from '@app/audit';
import type { CallerEntity, CallerKnocks } from '@app/callers';
import type { OverviewResponse } from '@app/contract';
import type { DingTalkHosts } from '@app/dingtalk';
import {
  type ApplicationEntity,
  type GrantCounts,
  type GrantState,
  type GrantUpkeep,
  grantStates,
  type RefreshTroubles,
} from '@app/vault';
import type { WebhookStore } from '@app/webhooks';
import type { Repository } from 'typeorm';
import type { Operator } from '../access/access.js';
import type { Health } from '../operations/health.js';
import { attentionOf } from './overview-attention.js';

interface OverviewParts {
  readonly rollups: AuditRollups;
  readonly chain: ChainStore;
  readonly grantCounts: GrantCounts;
  readonly troubles: RefreshTroubles;
  readonly knocks: CallerKnocks;
  readonly webhooks: WebhookStore;
  /** Tens and hundreds, so these two are counted whenever somebody looks. */
  readonly applications: Repository<ApplicationEntity>;
  readonly callers: Repository<CallerEntity>;
  readonly upkeep: GrantUpkeep;
  readonly health: Health;
  readonly hosts: DingTalkHosts;
  readonly version: string;
}

/** Minutes of failed refreshes that are of interest now. */
const TROUBLES_MINUTES = 15;
/** There are a few; the list of webhooks shows the rest. */
const WEBHOOKS_LOOKED_AT = 200;
const LAST_HOUR = { buckets: 60, bucketSeconds: 60 };

/** The broker's state at a glance. Grants and records are not counted here: that is done as they come, or now and then. */
export class Overview {
  constructor(private readonly parts: OverviewParts) {}

  async get(operator: Operator): Promise<OverviewResponse> {
    const { rollups, grantCounts, troubles, webhooks, applications, callers, health, hosts, version } = this.parts;
    const [{ now, series }, figures, { counts, countedAt }, failing, knocks, receivers, forecasts, trail, checks] =
      await Promise.all([
        rollups.series(LAST_HOUR),
        rollups.state(),
        grantCounts.read(),
        troubles.of(TROUBLES_MINUTES),
        this.knocks(),
        webhooks.list(WEBHOOKS_LOOKED_AT, undefined),
        this.forecasts(),
        this.trail(),
        health.check(),
      ]);
    const byOutcome: Record<string, number> = {};
    for (const bucket of series)
      for (const [outcome, count] of Object.entries(bucket.counts.handout ?? {}))
        byOutcome[outcome] = (byOutcome[outcome] ?? 0) + count;
    const grantsOf = (state: GrantState) => sum(counts.filter((each) => each.state === state));
    return {
      serverTime: now.toISOString(),
      version,
      dingtalk: { ...hosts, isDingTalk: isDingTalk(hosts) },
      operator,
      attention: attentionOf({
        now,
        checks,
        trail,
        forecasts,
        counts,
        troubles: failing,
        knocks,
        webhooks: receivers,
        figuresAsOf: figures?.caughtUpAt ?? null,
      }),
      grantsByState: Object.fromEntries(grantStates.map((state) => [state, grantsOf(state)])) as Record<
        GrantState,
        number
      >,
      indeterminate: sum(counts.filter(({ reason }) => reason === 'indeterminate')),
      grantsCountedAt: countedAt?.toISOString() ?? null,
      applications: await applications.count(),
      callers: await callers.count(),
      handoutsLastHour: { total: Object.values(byOutcome).reduce((total, count) => total + count, 0), byOutcome },
      forecasts,
      trail,
      checks,
    };
  }

  private async forecasts(): Promise<OverviewResponse['forecasts']> {
    return (await this.parts.upkeep.forecasts()).map((forecast) => ({
      ...forecast,
      computedAt: forecast.computedAt.toISOString(),
      budgetSuffices: forecast.refreshesPerSecond <= forecast.callsPerSecond,
    }));
  }

  private async trail(): Promise<OverviewResponse['trail']> {
    const { chain, rollups } = this.parts;
    const [coveredUntil, latest] = await Promise.all([chain.coveredUntil(), rollups.latest('audit.verified')]);
    const { provenUntil, unprovenRecords, anchored } = latest?.details ?? {};
    return {
      coveredUntil: coveredUntil?.toISOString() ?? null,
      verification: latest
        ? {
            at: latest.occurredAt.toISOString(),
            ok: latest.outcome === 'ok',
            actor: latest.actor,
            provenUntil: typeof provenUntil === 'string' ? provenUntil : null,
            unprovenRecords: typeof unprovenRecords === 'number' ? unprovenRecords : 0,
            anchored: typeof anchored === 'number',
          }
        : null,
    };
  }

  /** Disabled callers, with what they ask at the door and what they ask with access tokens they still have. */
  private async knocks() {
    const { knocks, rollups } = this.parts;
    const disabled = await knocks.recent();
    const refusals = await rollups.refusalsOf(disabled.map(({ callerId }) => callerId));
    return disabled.map(({ callerId, name, disabledAt, count, lastAt }) => {
      const refused = refusals.get(callerId);
      // Refusals from before it was disabled are no knocking.
      const since = refused && refused.lastAt > disabledAt ? refused : undefined;
      const latest = [lastAt, since?.lastAt ?? null]
        .filter((at) => at !== null)
        .sort((a, b) => b.getTime() - a.getTime());
      return { callerId, name, count: count + (since?.count ?? 0), lastAt: latest[0] ?? null };
    });
  }
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** True if every host is DingTalk's own, mainland or international. */
function isDingTalk({ loginUrl, apiUrl, oapiUrl }: DingTalkHosts): boolean {
  return [loginUrl, apiUrl, oapiUrl].every((url) => /^https:\/\/[a-z]+\.dingtalk\.(com|io)$/.test(url));
}

import type { AuditRollups, RollupBucket, RollupRange } from '@app/audit';
import type { OverviewCounts, OverviewRange, OverviewSeriesResponse } from '@app/contract';
import type { RefreshTroubles } from '@app/vault';

const MINUTE = 60;
const HOUR = 3_600;

const ranges: Readonly<Record<OverviewRange, RollupRange>> = {
  '1h': { buckets: 60, bucketSeconds: MINUTE },
  '24h': { buckets: 96, bucketSeconds: 15 * MINUTE },
  '7d': { buckets: 84, bucketSeconds: 2 * HOUR },
  '30d': { buckets: 120, bucketSeconds: 6 * HOUR },
};

const nothing: OverviewCounts = {
  token: 0,
  handle: 0,
  gateway: 0,
  consentRequired: 0,
  refused: 0,
  refreshes: 0,
  consents: 0,
  failures: 0,
};

/** What happened over time. Reads figures, whose number depends on the range and not on what happened. */
export class OverviewSeries {
  constructor(
    private readonly rollups: AuditRollups,
    private readonly troubles: RefreshTroubles,
  ) {}

  async read(range: OverviewRange): Promise<OverviewSeriesResponse> {
    const { buckets, bucketSeconds } = ranges[range];
    const [{ now, series }, troubles, state] = await Promise.all([
      this.rollups.series({ buckets, bucketSeconds }),
      this.troubles.series(buckets, bucketSeconds),
      this.rollups.state(),
    ]);
    const known = (at: Date) =>
      state?.caughtUpAt != null &&
      at <= state.caughtUpAt &&
      at.getTime() + bucketSeconds * 1_000 > state.trackedSince.getTime();
    const points = series.map((bucket) => ({
      at: bucket.at.toISOString(),
      counts: known(bucket.at) ? countsOf(bucket, troubles.get(bucket.at.getTime()) ?? 0) : null,
    }));
    return {
      range,
      bucketSeconds,
      from: (series[0]?.at ?? now).toISOString(),
      to: now.toISOString(),
      asOf: state?.caughtUpAt?.toISOString() ?? null,
      totals: points.reduce((sum, { counts }) => (counts ? plus(sum, counts) : sum), nothing),
      points,
    };
  }
}

const HANDED_OUT = ['token', 'handle', 'gateway'] as const;
const TO_CONSENT: ReadonlySet<string> = new Set([
  'consent_required',
  'consent_pending',
  'consent_rejected',
  'identity_unavailable',
]);
const WENT_WELL: ReadonlySet<string> = new Set(['requested', 'granted', 'rejected']);

function countsOf(
  { counts: { handout = {}, refresh = {}, consent = {} } }: RollupBucket,
  unanswered: number,
): OverviewCounts {
  const counts = { ...nothing };
  for (const [outcome, count] of Object.entries(handout)) {
    const delivery = HANDED_OUT.find((name) => name === outcome);
    if (delivery) counts[delivery] += count;
    else if (TO_CONSENT.has(outcome)) counts.consentRequired += count;
    else counts.refused += count;
  }
  counts.refreshes = refresh.ok ?? 0;
  counts.consents = consent.granted ?? 0;
  counts.failures =
    unanswered +
    (handout.temporarily_unavailable ?? 0) +
    sumOf(refresh, (outcome) => outcome !== 'ok') +
    sumOf(consent, (outcome) => !WENT_WELL.has(outcome));
  return counts;
}

function sumOf(counts: Readonly<Record<string, number>>, includes: (outcome: string) => boolean): number {
  return Object.entries(counts).reduce((sum, [outcome, count]) => (includes(outcome) ? sum + count : sum), 0);
}

function plus(one: OverviewCounts, other: OverviewCounts): OverviewCounts {
  const names = Object.keys(one) as (keyof OverviewCounts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as OverviewCounts;
}

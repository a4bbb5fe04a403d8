import type { Attention, OverviewResponse } from '@app/contract';

type Item = Pick<Attention, 'code' | 'level'> & Partial<Attention>;

/** What the overview is judged by. */
export interface Standing {
  readonly now: Date;
  readonly checks: OverviewResponse['checks'];
  readonly trail: OverviewResponse['trail'];
  readonly forecasts: OverviewResponse['forecasts'];
  readonly counts: readonly {
    readonly application: string;
    readonly reason: string | null;
    readonly count: number;
    readonly narrower: number;
  }[];
  readonly troubles: readonly {
    readonly application: string;
    readonly count: number;
    readonly answer: string;
    readonly lastAt: Date;
    readonly retryAt: Date;
  }[];
  readonly knocks: readonly {
    readonly callerId: string;
    readonly name: string;
    readonly count: number;
    readonly lastAt: Date | null;
  }[];
  readonly webhooks: readonly {
    readonly id: string;
    readonly url: string;
    readonly disabledBecause: string | null;
    readonly failingSince: Date | null;
  }[];
  readonly figuresAsOf: Date | null;
}

/** Checkpoints are ten seconds apart; a replica that has been gone for a minute is closed by another one. */
const UNCOVERED_AFTER_MS = 2 * 60_000;
const VERIFIED_WITHIN_MS = 7 * 86_400_000;
/** Figures follow the trail every few seconds. */
const FIGURES_LATE_AFTER_MS = 2 * 60_000;

/** What needs attention now, the worst first. */
export function attentionOf(standing: Standing): Attention[] {
  const items: Item[] = [
    ...standing.checks
      .filter(({ ok }) => !ok)
      .map(({ name }): Item => ({ code: 'check_failed', level: 'error', answer: name })),
    ...trail(standing),
    ...standing.troubles.map(
      ({ application, count, answer, lastAt, retryAt }): Item => ({
        code: 'refreshes_fail',
        level: 'error',
        count,
        parts: [{ application, count }],
        answer,
        at: lastAt.toISOString(),
        until: retryAt > standing.now ? retryAt.toISOString() : null,
      }),
    ),
    ...standing.forecasts
      .filter(({ budgetSuffices }) => !budgetSuffices)
      .map(
        ({ application, grants, refreshesPerSecond, callsPerSecond }): Item => ({
          code: 'budget_too_small',
          level: 'warning',
          count: grants,
          parts: [{ application, count: grants }],
          needed: refreshesPerSecond,
          allowed: callsPerSecond,
        }),
      ),
    ...summed(
      'consent_needed_soon',
      partsOf(standing.forecasts, ({ within7Days }) => within7Days),
    ),
    ...summed(
      'grants_narrower',
      partsOf(standing.counts, ({ narrower }) => narrower),
    ),
    ...summed(
      'grants_indeterminate',
      partsOf(standing.counts, ({ reason, count }) => (reason === 'indeterminate' ? count : 0)),
    ),
    ...standing.knocks
      .filter(({ count }) => count > 0)
      .map(
        ({ callerId: id, name, count, lastAt }): Item => ({
          code: 'disabled_caller_asks',
          level: 'warning',
          count,
          caller: { id, name },
          at: lastAt?.toISOString() ?? null,
        }),
      ),
    ...standing.webhooks.flatMap(webhook),
    ...figures(standing),
  ];
  const weight = { error: 0, warning: 1, notice: 2 };
  return items.map(whole).sort((one, other) => weight[one.level] - weight[other.level]);
}

function* trail({ now, trail: { coveredUntil, verification } }: Standing): Generator<Item> {
  const at = verification?.at ?? null;
  if (verification && !verification.ok) yield { code: 'trail_broken', level: 'error', at };
  if (coveredUntil !== null && since(coveredUntil, now) > UNCOVERED_AFTER_MS)
    yield { code: 'trail_uncovered', level: 'warning', at: coveredUntil };
  if (at === null || since(at, now) > VERIFIED_WITHIN_MS) yield { code: 'trail_not_verified', level: 'notice', at };
}

/** Given up, or about to be. One that an operator has turned off is as it should be. */
function webhook({ id, url, disabledBecause, failingSince }: Standing['webhooks'][number]): Item[] {
  if (disabledBecause === 'operator' || (disabledBecause === null && failingSince === null)) return [];
  return [
    {
      code: 'webhook_fails',
      level: 'warning',
      webhook: { id, url },
      answer: disabledBecause,
      at: failingSince?.toISOString() ?? null,
    },
  ];
}

function* figures({ now, figuresAsOf }: Standing): Generator<Item> {
  if (figuresAsOf !== null && now.getTime() - figuresAsOf.getTime() > FIGURES_LATE_AFTER_MS)
    yield { code: 'figures_late', level: 'notice', at: figuresAsOf.toISOString() };
}

function partsOf<Row extends { readonly application: string }>(
  rows: readonly Row[],
  countOf: (row: Row) => number,
): Attention['parts'] {
  const byApplication = new Map<string, number>();
  for (const row of rows) byApplication.set(row.application, (byApplication.get(row.application) ?? 0) + countOf(row));
  return [...byApplication]
    .map(([application, count]) => ({ application, count }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}

function summed(code: Attention['code'], parts: Attention['parts']): Item[] {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return count === 0 ? [] : [{ code, level: 'warning', count, parts }];
}

function since(at: string, now: Date): number {
  return now.getTime() - new Date(at).getTime();
}

function whole(item: Item): Attention {
  return {
    count: null,
    parts: [],
    caller: null,
    webhook: null,
    answer: null,
    needed: null,
    allowed: null,
    at: null,
    until: null,
    ...item,
  };
}

import { z } from 'zod';
import { applicationName, instant, uuid } from './text.js';

const count = z.int().nonnegative();

/** One thing that somebody should look at; members that do not belong to its `code` are null. */
const attention = z
  .object({
    code: z.enum([
      'check_failed',
      'trail_broken',
      'trail_uncovered',
      'trail_not_verified',
      'refreshes_fail',
      'budget_too_small',
      'consent_needed_soon',
      'grants_narrower',
      'grants_indeterminate',
      'disabled_caller_asks',
      'webhook_fails',
      'figures_late',
    ]),
    level: z.enum(['error', 'warning', 'notice']),
    count: count.nullable(),
    parts: z.array(z.object({ application: applicationName, count })).meta({ description: 'the count by application' }),
    caller: z.object({ id: uuid, name: z.string() }).nullable(),
    webhook: z.object({ id: uuid, url: z.string() }).nullable(),
    answer: z.string().nullable().meta({ description: 'what DingTalk answers, or which check fails' }),
    needed: z.number().nullable().meta({ description: 'calls a second' }),
    allowed: count.nullable().meta({ description: 'calls a second' }),
    at: instant.nullable().meta({ description: 'when it happened last' }),
    until: instant.nullable().meta({ description: 'when it is tried again' }),
  })
  .meta({ id: 'Attention' });
export type Attention = z.infer<typeof attention>;

/** `GET /admin/v1/overview`: the broker's state at a glance. */
export const overviewResponse = z
  .object({
    serverTime: instant,
    version: z.string(),
    dingtalk: z.object({ loginUrl: z.string(), apiUrl: z.string(), oapiUrl: z.string(), isDingTalk: z.boolean() }),
    operator: z.object({ name: z.string(), role: z.enum(['owner', 'admin', 'auditor']) }),
    attention: z.array(attention).meta({ description: 'the worst first; empty when all is well' }),
    grantsByState: z.object({ active: count, suspended: count, needs_consent: count, revoked: count, expired: count }),
    indeterminate: count.meta({ description: 'of those that need consent: DingTalk’s answer to a refresh was lost' }),
    grantsCountedAt: instant.nullable().meta({ description: 'grants are counted now and then; null: not yet' }),
    applications: count,
    callers: count,
    handoutsLastHour: z.object({ total: count, byOutcome: z.record(z.string(), count) }),
    forecasts: z
      .array(
        z.object({
          application: applicationName,
          computedAt: instant,
          grants: count,
          within1Day: count.meta({ description: 'people who will have to consent again within a day' }),
          within7Days: count,
          within30Days: count,
          refreshesPerSecond: z.number().meta({ description: 'what keeping all of its grants alive takes' }),
          callsPerSecond: count.meta({ description: 'what DingTalk allows it' }),
          budgetSuffices: z.boolean(),
        }),
      )
      .meta({ description: 'one for each application; computed every five minutes' }),
    trail: z.object({
      coveredUntil: instant.nullable().meta({ description: 'signed checkpoints cover every record until then' }),
      verification: z
        .object({
          at: instant,
          ok: z.boolean(),
          actor: z.string(),
          provenUntil: instant.nullable(),
          unprovenRecords: count,
          anchored: z.boolean().meta({ description: 'compared with checkpoints published outside the database' }),
        })
        .nullable()
        .meta({ description: 'the last one; null if there was none' }),
    }),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Overview' });
export type OverviewResponse = z.infer<typeof overviewResponse>;

export const overviewRanges = ['1h', '24h', '7d', '30d'] as const;
const range = z.enum(overviewRanges);
export type OverviewRange = z.infer<typeof range>;

export const overviewSeriesQuery = z.strictObject({ range: range.default('24h') });
export type OverviewSeriesQuery = z.infer<typeof overviewSeriesQuery>;

const counts = z
  .object({
    token: count.meta({ description: 'hand-outs of a raw token' }),
    handle: count.meta({ description: 'hand-outs of a handle' }),
    gateway: count.meta({ description: 'calls through the gateway' }),
    consentRequired: count.meta({
      description: 'requests answered with the way to consent, or with a consent that is open or refused',
    }),
    refused: count.meta({ description: 'requests refused for any other reason' }),
    refreshes: count,
    consents: count.meta({ description: 'consents given' }),
    failures: count.meta({
      description:
        'refreshes DingTalk refused or did not answer, consents that failed, requests answered with temporarily_unavailable',
    }),
  })
  .meta({ id: 'OverviewCounts' });
export type OverviewCounts = z.infer<typeof counts>;

/** `GET /admin/v1/overview/series`: what happened over time, from figures kept as the trail grows. */
export const overviewSeriesResponse = z
  .object({
    range,
    bucketSeconds: count,
    from: instant,
    to: instant,
    asOf: instant.nullable().meta({ description: 'everything until then is counted; null: nothing is yet' }),
    totals: counts,
    points: z.array(
      z.object({ at: instant, counts: counts.nullable().meta({ description: 'null where nothing is known: a gap' }) }),
    ),
  })
  .meta({ id: 'OverviewSeries' });
export type OverviewSeriesResponse = z.infer<typeof overviewSeriesResponse>;

import { z } from 'zod';
import { applicationName, instant } from './text.js';

const count = z.int().nonnegative();

/** `GET /admin/v1/overview`: the broker's state at a glance. */
export const overviewResponse = z
  .object({
    serverTime: instant,
    version: z.string(),
    dingtalk: z.object({ loginUrl: z.string(), apiUrl: z.string(), oapiUrl: z.string(), isDingTalk: z.boolean() }),
    operator: z.object({ name: z.string(), role: z.enum(['owner', 'admin', 'auditor']) }),
    grantsByState: z.object({ active: count, suspended: count, needs_consent: count, revoked: count, expired: count }),
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
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Overview' });
export type OverviewResponse = z.infer<typeof overviewResponse>;

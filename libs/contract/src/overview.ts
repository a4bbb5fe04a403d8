import { z } from 'zod';
import { instant } from './text.js';

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
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Overview' });
export type OverviewResponse = z.infer<typeof overviewResponse>;

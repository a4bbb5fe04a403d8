import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { instant, uuid } from './text.js';

/** Every kind of long work there is. */
const jobTypes = ['bulk_revocation', 'audit_verification', 'reseal', 'person_erasure', 'import'] as const;
export type JobType = (typeof jobTypes)[number];

const jobState = z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']).meta({ id: 'JobState' });
export type JobState = z.infer<typeof jobState>;

/** Long work, such as a bulk revocation. */
export const jobResponse = z
  .object({
    id: uuid,
    type: z.string().meta({ example: 'bulk_revocation' }),
    state: jobState,
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
    actor: z.string().meta({ description: 'who asked for it', example: 'operator:bootstrap' }),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    pausable: z.boolean().meta({ description: 'whether it can be paused, and goes on from where it stood' }),
    result: z.record(z.string(), z.unknown()).nullable().meta({ description: 'what came of it; null before the end' }),
  })
  .meta({ id: 'Job' });
export type JobResponse = z.infer<typeof jobResponse>;
export const jobsPage = pageOf(jobResponse);

export const listJobsQuery = z.strictObject({
  ...pageQuery,
  type: z.enum(jobTypes).optional(),
  state: jobState.optional(),
});
export type ListJobsQuery = z.infer<typeof listJobsQuery>;

import { z } from 'zod';
import { instant, uuid } from './text.js';

/** Long work, such as a bulk revocation. */
export const jobResponse = z
  .object({
    id: uuid,
    type: z.string().meta({ example: 'bulk_revocation' }),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    result: z.record(z.string(), z.unknown()).nullable().meta({ description: 'what came of it; null before the end' }),
  })
  .meta({ id: 'Job' });
export type JobResponse = z.infer<typeof jobResponse>;

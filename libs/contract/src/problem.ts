import { z } from 'zod';

/** RFC 9457 problem document with the broker's own members; further members depend on `code`. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().meta({ description: 'stable, snake_case; see docs/errors.md' }),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problem>;

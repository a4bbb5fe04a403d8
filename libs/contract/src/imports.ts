import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, corpId, instant, text, unionId, userId, uuid } from './text.js';

/** `POST /admin/v1/grants/import`. */
export const importGrantsQuery = z.strictObject({
  replace: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'whether a grant that lives already gets the tokens of the import' }),
});
export type ImportGrantsQuery = z.infer<typeof importGrantsQuery>;

/** One line of an import. */
export const importLine = z
  .strictObject({
    application: applicationName,
    refreshToken: text(4_000),
    corpId: corpId.optional(),
    expectedUserId: userId.optional(),
    expectedUnionId: unionId.optional(),
  })
  .meta({ id: 'ImportLine', example: { application: 'demo', refreshToken: 'r…', expectedUserId: 'zhangsan' } });
export type ImportLine = z.infer<typeof importLine>;

/** What became of a line. */
export const importOutcomes = [
  'stored',
  'replaced',
  'already_granted',
  'other_person',
  'not_a_member',
  'suspended',
  'identity_unavailable',
  'refresh_rejected',
  'indeterminate',
  'application_misconfigured',
  'dingtalk_unavailable',
  'unopenable',
  'cancelled',
] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

const importOutcome = z.enum(importOutcomes).meta({ id: 'ImportOutcome', description: 'see docs/runbooks/move-in.md' });

export const listImportRowsQuery = z.strictObject({ ...pageQuery, outcome: importOutcome.optional() });
export type ListImportRowsQuery = z.infer<typeof listImportRowsQuery>;

export const importRowResponse = z
  .object({
    line: z.int().positive().meta({ description: 'of the file, the first is 1' }),
    application: applicationName,
    corpId: z.string().nullable(),
    expectedUserId: z.string().nullable(),
    expectedUnionId: z.string().nullable(),
    outcome: importOutcome.nullable().meta({ description: 'null while it is not decided' }),
    grantId: uuid.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'ImportRow' });
export type ImportRowResponse = z.infer<typeof importRowResponse>;
export const importRowsPage = pageOf(importRowResponse);

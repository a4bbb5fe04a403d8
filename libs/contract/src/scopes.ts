import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, instant, scopeCode, text, uuid } from './text.js';

const count = z.int().nonnegative();
const callerName = z.object({ id: uuid, name: z.string() });

/** `GET /admin/v1/scopes`. */
export const listScopesQuery = z.strictObject({
  ...pageQuery,
  q: text(100).optional().meta({ description: 'part of the code or of the name, in either language' }),
  type: z.enum(['rpc', 'field', 'base']).optional(),
  kind: z.enum(['delegated', 'app']).optional().meta({ description: 'points that are either are in both' }),
  application: applicationName.optional().meta({ description: 'declared by it' }),
  unused: z.coerce.number().int().min(1).max(3_650).optional().meta({
    description: 'only scopes that callers may ask for and that nothing carried for so many days',
    example: 90,
  }),
});
export type ListScopesQuery = z.infer<typeof listScopesQuery>;

export const scopeResponse = z
  .object({
    code: scopeCode,
    name: z
      .object({ zh: z.string(), en: z.string() })
      .nullable()
      .meta({ description: 'null: not in the catalogue of permission points' }),
    type: z.enum(['rpc', 'field', 'base']).nullable(),
    kind: z.enum(['delegated', 'app', 'both']).nullable(),
    documented: z
      .enum(['confirmed', 'confirmed_third_party', 'assumed', 'unknown'])
      .nullable()
      .meta({ description: 'how well it is known what this point is' }),
    sensitive: z.boolean().meta({ description: 'DingTalk approves it separately' }),
    declaredBy: z.array(applicationName),
    grantedBy: count.nullable().meta({ description: 'people with a live grant of it, as of countedAt' }),
    countedAt: instant.nullable(),
    callers: count.meta({ description: 'how many callers may ask for it' }),
    lastUsed: z
      .object({ at: instant, caller: callerName, application: applicationName })
      .nullable()
      .meta({ description: 'the last hand-out that carried it; null: none since trackedSince' }),
    trackedSince: instant.nullable(),
    suspended: z.boolean(),
  })
  .meta({ id: 'Scope' });
export type ScopeResponse = z.infer<typeof scopeResponse>;
export const scopesPage = pageOf(scopeResponse);

/** `GET /admin/v1/scopes/{code}`. */
export const scopeDetail = scopeResponse
  .extend({
    operations: z
      .array(z.object({ method: z.string(), path: z.string() }))
      .meta({ description: 'calls to DingTalk that it opens' }),
    mayAsk: z
      .array(
        z.object({
          caller: callerName.extend({ disabled: z.boolean() }),
          application: applicationName,
          givenAt: instant,
          givenBy: z.string().nullable(),
          lastUsedAt: instant.nullable(),
          handouts: count.meta({ description: 'that carried it, since trackedSince' }),
        }),
      )
      .meta({ description: 'callers that may ask for it, with their use of it' }),
    usedBefore: z
      .array(z.object({ caller: callerName, application: applicationName, lastUsedAt: instant, handouts: count }))
      .meta({ description: 'callers that used it and may not any more, or got it with a raw token of any width' }),
  })
  .meta({ id: 'ScopeDetail' });
export type ScopeDetail = z.infer<typeof scopeDetail>;

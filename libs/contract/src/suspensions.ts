import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, corpId, instant, scopeCode, text, uuid } from './text.js';

const suspensionKind = z
  .enum(['organisation', 'scope', 'application_in_organisation'])
  .meta({ id: 'SuspensionKind', description: 'a caller, a grant or a whole application carries its own suspension' });

export const listSuspensionsQuery = z.strictObject({
  ...pageQuery,
  kind: suspensionKind.optional(),
  holds: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: only those that hold; false: only those that were lifted' }),
});
export type ListSuspensionsQuery = z.infer<typeof listSuspensionsQuery>;

/** `POST /admin/v1/organisations/{corpId}/suspend` and its like. */
export const suspensionRequest = z
  .strictObject({ reason: text(500) })
  .meta({ id: 'SuspensionRequest', example: { reason: 'data leak under investigation, INC-231' } });
export type SuspensionRequest = z.infer<typeof suspensionRequest>;

export const suspensionEffectQuery = z
  .strictObject({ corpId: corpId.optional(), scope: scopeCode.optional() })
  .refine(({ corpId, scope }) => (corpId === undefined) !== (scope === undefined), {
    message: 'name an organisation or a scope, one of them',
  });
export type SuspensionEffectQuery = z.infer<typeof suspensionEffectQuery>;

/** `GET /admin/v1/suspensions/effect`: what a suspension would stop, before anybody orders it. */
export const suspensionEffectResponse = z
  .object({
    grants: z
      .int()
      .nonnegative()
      .meta({ description: 'live grants it is about; 10 000 stands for that many and more' }),
    callers: z.array(z.object({ id: uuid, name: z.string() })).meta({ description: 'those entitled to ask for it' }),
    suspended: z.boolean().meta({ description: 'an operator has suspended it already' }),
  })
  .meta({ id: 'SuspensionEffect' });
export type SuspensionEffectResponse = z.infer<typeof suspensionEffectResponse>;

export const suspensionResponse = z
  .object({
    id: uuid,
    kind: suspensionKind,
    application: applicationName.nullable(),
    corpId: z.string().nullable(),
    scope: scopeCode.nullable(),
    source: z.enum(['operator', 'dingtalk']).meta({ description: 'it is suspended while either of them says so' }),
    actor: z.string(),
    reason: z.string(),
    effectiveAt: instant.meta({ description: 'when this source last said so' }),
    liftedAt: instant.nullable().meta({ description: 'null while it holds' }),
  })
  .meta({ id: 'Suspension' });
export type SuspensionResponse = z.infer<typeof suspensionResponse>;
export const suspensionsPage = pageOf(suspensionResponse);

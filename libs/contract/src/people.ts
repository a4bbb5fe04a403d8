import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { suspendedSubject } from './policy.js';
import { applicationName, corpId, instant, scopeCode, text, uuid } from './text.js';

/** `GET /admin/v1/people/{unionId}/reachable-by`. */
export const listReachQuery = z.strictObject({
  ...pageQuery,
  application: applicationName.optional(),
  corpId: corpId.optional(),
});
export type ListReachQuery = z.infer<typeof listReachQuery>;

export const reachResponse = z
  .object({
    caller: z.object({ id: uuid, name: z.string(), disabled: z.boolean() }),
    rule: z.string().meta({ description: 'the entitlement, as <caller>/<position>' }),
    application: applicationName,
    corpId: z.string().meta({ description: '- where there is no organisation' }),
    userId: z.string().nullable(),
    grant: z
      .object({
        id: uuid,
        state: z.enum(['active', 'suspended', 'needs_consent']),
        scopes: z.array(scopeCode),
        observedAt: instant.nullable(),
      })
      .nullable()
      .meta({ description: 'null: there is none, but nothing would stand in the way if the person consented' }),
    scopes: z.array(scopeCode).meta({ description: 'what the entitlement allows to be asked for' }),
    delivery: z.array(z.enum(['token', 'handle'])),
    purposeRequired: z.boolean(),
    expiresAt: instant.nullable(),
    rawToken: z
      .enum(['leaves', 'too_broad', 'not_observed', 'suspended_scope'])
      .nullable()
      .meta({ description: 'what a raw token would do, by its width; null if the entitlement has no tokens' }),
    beyond: z.array(scopeCode).meta({ description: 'of too_broad: what it would carry too much' }),
    suspended: suspendedSubject.nullable().meta({ description: 'what keeps everything in for now' }),
    lastHandoutAt: instant.nullable().meta({
      description:
        'of this caller, whichever entitlement it was by; null if not among the newest 10 000 uses of the grant',
    }),
  })
  .meta({ id: 'Reach' });
export type ReachResponse = z.infer<typeof reachResponse>;
export const reachPage = pageOf(reachResponse);

const count = z.int().nonnegative();
const callerName = z.object({ id: uuid, name: z.string() });

/** `GET /admin/v1/people`. */
export const listPeopleQuery = z.strictObject({
  ...pageQuery,
  q: text(200).optional().meta({ description: 'a name or its beginning, or a whole userId or unionId', example: '张' }),
});
export type ListPeopleQuery = z.infer<typeof listPeopleQuery>;

const organisation = z.object({
  corpId: z.string().meta({ description: '- where there is no organisation' }),
  userId: z.string().nullable(),
  confirmedAt: instant.meta({ description: 'when DingTalk last said so, at a consent' }),
});

export const personResponse = z
  .object({
    unionId: z.string(),
    name: z.string(),
    erased: z
      .boolean()
      .meta({ description: 'the person was forgotten: every name and id here is a pseudonym that leads to nobody' }),
    organisations: z
      .array(organisation)
      .meta({ description: 'where the person has ever granted something, and as whom' }),
    grants: z.object({ active: count, suspended: count, needsConsent: count, ended: count }),
    lastHandoutAt: instant.nullable().meta({ description: 'of a grant that has not ended' }),
  })
  .meta({ id: 'Person' });
export type PersonResponse = z.infer<typeof personResponse>;
export const peoplePage = pageOf(personResponse);

/** `GET /admin/v1/people/{unionId}`; the grants themselves are in `GET /admin/v1/grants?unionId=`. */
export const personDetail = personResponse
  .extend({
    otherNames: z.array(z.string()).meta({ description: 'what other grants call the same person' }),
    live: z
      .array(
        z.object({
          caller: callerName,
          application: applicationName,
          corpId: z.string(),
          grantId: uuid,
          delivery: z.enum(['token', 'handle']),
          handouts: count,
          until: instant,
        }),
      )
      .meta({
        description:
          'what callers hold that works still, of handles the newest thousand; a token goes on working at DingTalk after its grant has ended',
      }),
    openConsents: z.array(
      z.object({
        id: uuid,
        caller: callerName.nullable(),
        application: applicationName,
        scopes: z.array(scopeCode),
        createdAt: instant,
        expiresAt: instant,
      }),
    ),
  })
  .meta({ id: 'PersonDetail' });
export type PersonDetail = z.infer<typeof personDetail>;

/** `GET /admin/v1/people/{unionId}/uses`. */
const personUse = z.object({
  caller: callerName,
  application: applicationName,
  purpose: z.string().nullable(),
  handouts: count,
  lastHandoutAt: instant,
});
export type PersonUseBody = z.infer<typeof personUse>;
export const personUses = pageOf(personUse).meta({
  id: 'PersonUses',
  description: 'counted among the newest 10 000 hand-outs of each grant',
});

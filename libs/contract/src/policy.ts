import { z } from 'zod';
import { entitlements } from './callers.js';
import { applicationName, corpId, instant, scopeCode, scopeCodes, text, unionId, userId, uuid } from './text.js';

/** `POST /admin/v1/policy/explain`. One of `userId` and `unionId`, as in a request for a token. */
export const explainPolicyRequest = z
  .strictObject({
    caller: text(100).meta({ description: 'its name or its id', example: 'todo-sync' }),
    application: applicationName.optional(),
    scopes: scopeCodes,
    userId: userId.optional(),
    unionId: unionId.optional(),
    corpId: corpId.optional(),
    delivery: z.enum(['token', 'handle']).default('token'),
    purpose: text(200).optional(),
    entitlements: entitlements
      .optional()
      .meta({ description: 'judged instead of the caller’s own: a draft that is not yet saved' }),
  })
  .superRefine(({ userId, unionId }, context) => {
    if ((userId === undefined) === (unionId === undefined)) {
      context.addIssue({ code: 'custom', path: ['userId'], message: 'exactly one of userId and unionId is required' });
    }
  })
  .meta({
    id: 'PolicyQuestion',
    example: { caller: 'todo-sync', application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] },
  });
export type ExplainPolicyRequest = z.infer<typeof explainPolicyRequest>;

/** What is suspended, where that is what stands in the way. */
export const suspendedSubject = z
  .object({
    kind: z.enum(['caller', 'application', 'organisation', 'application_in_organisation', 'scope']),
    application: z.string().nullable(),
    corpId: z.string().nullable(),
    scope: z.string().nullable(),
  })
  .meta({ id: 'SuspendedSubject' });
export type SuspendedSubjectBody = z.infer<typeof suspendedSubject>;

const dimension = z
  .enum(['application', 'expiry', 'delivery', 'scopes', 'purpose', 'suspension', 'organisation', 'people'])
  .meta({ id: 'EntitlementDimension' });

export const policyExplanation = z
  .object({
    caller: z.object({ id: uuid, name: z.string(), disabled: z.boolean() }),
    allowed: z.boolean().meta({ description: 'by policy; whether there is a grant is not looked at' }),
    code: z
      .enum(['forbidden_by_policy', 'invalid_request'])
      .nullable()
      .meta({ description: 'what the caller would be answered; null if it is allowed' }),
    rule: z
      .string()
      .nullable()
      .meta({ description: 'what decided: of a refusal as in its answer, else <caller>/<position> of an entitlement' }),
    suspended: suspendedSubject.nullable().meta({ description: 'what is, if the rule is suspended' }),
    errors: z
      .array(z.object({ pointer: z.string(), reason: z.string() }))
      .meta({ description: 'of invalid_request: what to mend' }),
    candidates: z
      .array(
        z.object({
          application: applicationName,
          corpId: z.string(),
          rule: z.string(),
          mayHold: z
            .array(scopeCode)
            .meta({ description: 'all that a raw token may carry, incidental scopes included' }),
          wholeToken: z.boolean(),
          barred: z.array(scopeCode).meta({ description: 'suspended scopes: a raw token that carries one stays in' }),
          rawToken: z
            .enum(['fits', 'too_broad', 'any_width'])
            .meta({ description: 'what to expect of a raw token that carries everything the application declares' }),
          beyond: z.array(scopeCode).meta({ description: 'of too_broad: what it would carry too much' }),
        }),
      )
      .meta({ description: 'where a grant would be looked for; the narrowest that suffices is taken' }),
    entitlements: z
      .array(
        z.object({
          position: z.int(),
          application: applicationName,
          failsOn: dimension.nullable().meta({
            description:
              'the first dimension on which it refuses the request; null: it allows it. A disabled caller counts as enabled',
          }),
          missingScopes: z.array(scopeCode),
        }),
      )
      .meta({ description: 'what each entitlement alone would have answered' }),
  })
  .meta({ id: 'PolicyExplanation' });
export type PolicyExplanation = z.infer<typeof policyExplanation>;

/** `POST /admin/v1/callers/{id}/replay`. */
export const replayHandoutsRequest = z
  .strictObject({ entitlements: entitlements.meta({ description: 'judged instead of the caller’s own' }) })
  .meta({
    id: 'ReplayHandouts',
    example: { entitlements: [{ application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token'] }] },
  });
export type ReplayHandoutsRequest = z.infer<typeof replayHandoutsRequest>;

const count = z.int().nonnegative();

export const handoutReplay = z
  .object({
    since: instant.meta({ description: '30 days before until, or where the trail begins' }),
    until: instant,
    sampled: z.boolean().meta({
      description:
        'there were too many to look at all; those that were are spread evenly over the time, and the counts are of them',
    }),
    lookedAt: count.meta({ description: 'hand-outs: tokens, handles, calls through the gateway' }),
    refused: count.meta({ description: 'of lookedAt; suspensions and rates are left out of it' }),
    refusedAlready: count.meta({ description: 'of refused: what the entitlements that stand now would refuse too' }),
    unclear: count.meta({
      description:
        'of lookedAt: tokens of any width that carried scopes which would be taken; whether they were asked for is not in the trail',
    }),
    rules: z.array(z.object({ rule: z.string(), count })).meta({ description: 'what refuses, most first' }),
    examples: z
      .array(
        z.object({
          rule: z.string(),
          handoutId: uuid,
          occurredAt: instant,
          application: applicationName,
          corpId: z.string(),
          userId: z.string().nullable(),
          unionId: z.string().nullable(),
          scopes: z.array(scopeCode),
          delivery: z.enum(['token', 'handle', 'gateway']),
          purpose: z.string().nullable(),
        }),
      )
      .meta({ description: 'a few of them, one of each rule first' }),
  })
  .meta({ id: 'HandoutReplay' });
export type HandoutReplay = z.infer<typeof handoutReplay>;

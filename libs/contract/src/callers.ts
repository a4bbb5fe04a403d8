import { z } from 'zod';
import { authMethod, callerProof, changedCallerProof } from './caller-proof.js';
import { pageOf } from './paging.js';
import { applicationName, corpId, instant, scopeCode, scopeCodes, text, unionId, userId, uuid } from './text.js';

const people = z
  .union([
    z.strictObject({ organisations: z.array(corpId).min(1).max(1_000) }),
    z.strictObject({
      persons: z
        .array(
          z
            .strictObject({ corpId: corpId.optional(), userId: userId.optional(), unionId: unionId.optional() })
            .refine(({ userId, unionId }) => userId !== undefined || unionId !== undefined, {
              message: 'userId or unionId is required',
            }),
        )
        .min(1)
        .max(1_000),
    }),
  ])
  .meta({ description: 'whose tokens; left out means everybody. A listed person counts under the id a request uses' });

/** Counted over all replicas; a second's worth may come at once. */
const rate = z.number().min(0.01).max(100_000);

export const entitlement = z
  .strictObject({
    application: applicationName,
    scopes: scopeCodes,
    delivery: z
      .array(z.enum(['token', 'handle']))
      .min(1)
      .max(2),
    people: people.optional(),
    purposeRequired: z.boolean().default(false),
    expiresAt: instant.optional(),
    wholeToken: z.boolean().default(false).meta({ description: 'raw tokens of any width; needs wholeTokenReason' }),
    wholeTokenReason: text(500).optional(),
    mayBringCodes: z.boolean().default(false),
    mayRevoke: z.boolean().default(false),
    ratePerSecond: rate.optional().meta({ description: 'hand-outs per second under it; left out: as many as come' }),
    personRatePerSecond: rate
      .optional()
      .meta({ description: 'the same for any one person, under the id a request uses' }),
  })
  .superRefine(({ wholeToken, wholeTokenReason }, context) => {
    if (wholeToken !== (wholeTokenReason !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['wholeTokenReason'],
        message: 'goes with wholeToken, and only with it',
      });
    }
  })
  .meta({ id: 'Entitlement' });
export type EntitlementBody = z.infer<typeof entitlement>;

export const entitlements = z.array(entitlement).max(200);
const callerName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 lower-case letters, digits and hyphens, a letter first')
  .meta({ example: 'todo-sync' });

/** `POST /admin/v1/callers`. */
export const createCallerRequest = z
  .strictObject({ name: callerName, authMethod, ...callerProof, entitlements: entitlements.default([]) })
  .meta({
    id: 'CreateCaller',
    example: {
      name: 'todo-sync',
      authMethod: 'client_secret',
      entitlements: [{ application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token'] }],
    },
  });
export type CreateCallerRequest = z.infer<typeof createCallerRequest>;

/** Every change of a caller raises it. */
export const policyVersion = z.int().positive();

/** `PATCH /admin/v1/callers/{id}`: members left out stay; `entitlements` replaces all of them. The method of proof stays what it is. */
export const changeCallerRequest = z
  .strictObject({
    name: callerName.optional(),
    ...changedCallerProof,
    entitlements: entitlements.optional(),
    policyVersion: policyVersion
      .optional()
      .meta({ description: 'the caller as you have seen it; if it has moved, nothing changes' }),
  })
  .meta({
    id: 'ChangeCaller',
    example: { entitlements: [{ application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token'] }] },
  });
export type ChangeCallerRequest = z.infer<typeof changeCallerRequest>;

/** Something to know about an entitlement that was accepted all the same. */
const warning = z
  .object({
    code: z.literal('handle_only'),
    entitlement: z.int().meta({ description: 'position, from 1' }),
    beyond: z.array(scopeCode).meta({ description: 'what a raw token would carry more than the caller may hold' }),
  })
  .meta({ id: 'EntitlementWarning' });
export type EntitlementWarning = z.infer<typeof warning>;

export const callerResponse = z
  .object({
    id: uuid,
    name: callerName,
    clientId: z.string(),
    authMethod,
    ...callerProof,
    disabledAt: instant.nullable(),
    policyVersion: policyVersion.meta({ description: 'every change raises it' }),
    entitlements: z.array(
      z.object({
        application: applicationName,
        scopes: z.array(scopeCode),
        delivery: z.array(z.enum(['token', 'handle'])),
        people: people.nullable(),
        purposeRequired: z.boolean(),
        expiresAt: instant.nullable(),
        wholeToken: z.boolean(),
        wholeTokenReason: z.string().nullable(),
        mayBringCodes: z.boolean(),
        mayRevoke: z.boolean(),
        ratePerSecond: z.number().nullable(),
        personRatePerSecond: z.number().nullable(),
      }),
    ),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Caller' });
export type CallerResponse = z.infer<typeof callerResponse>;
export const callersPage = pageOf(callerResponse);

export const createCallerResponse = z
  .object({
    id: uuid,
    clientId: z.string(),
    clientSecret: z.string().optional().meta({ description: 'shown this once; only with client_secret' }),
    warnings: z.array(warning).optional(),
  })
  .meta({ id: 'CreatedCaller' });
export type CreateCallerResponse = z.infer<typeof createCallerResponse>;

export const changeCallerResponse = callerResponse
  .extend({ warnings: z.array(warning).optional() })
  .meta({ id: 'ChangedCaller' });

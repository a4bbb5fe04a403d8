import { z } from 'zod';
import { problem } from './problem.js';
import { applicationName, corpId, instant, scopeCode, scopeCodes, text, unionId, userId, uuid } from './text.js';

/** A handle lives no longer than a token of DingTalk can. */
export const HANDLE_SECONDS_MAX = 7_200;

const asked = {
  application: applicationName.optional(),
  userId: userId.optional(),
  corpId: corpId.optional(),
  unionId: unionId.optional(),
  scopes: scopeCodes,
  minimumSeconds: z
    .int()
    .min(0)
    .max(7_200)
    .default(60)
    .meta({ description: 'How long the token must still live. Seconds.' }),
  maxWaitSeconds: z
    .int()
    .min(0)
    .max(120)
    .default(60)
    .meta({ description: 'How long to wait for a refresh before temporarily_unavailable. Seconds.' }),
  refusedHandoutId: uuid.optional().meta({
    description: 'DingTalk refused the token of this hand-out of yours; refusedCode says how',
  }),
  refusedCode: text(100)
    .optional()
    .meta({ description: 'the code DingTalk answered with', example: 'InvalidAuthentication' }),
  purpose: text(200).optional().meta({ description: 'Why, in words the person may read.', example: 'sync to-dos' }),
};

interface Asked {
  readonly userId?: string | undefined;
  readonly unionId?: string | undefined;
  readonly refusedHandoutId?: string | undefined;
  readonly refusedCode?: string | undefined;
}

function consistent({ userId, unionId, refusedHandoutId, refusedCode }: Asked, context: z.RefinementCtx): void {
  if ((refusedHandoutId === undefined) !== (refusedCode === undefined)) {
    const path = [refusedCode === undefined ? 'refusedCode' : 'refusedHandoutId'];
    context.addIssue({ code: 'custom', path, message: 'refusedHandoutId and refusedCode come together' });
  }
  if ((userId === undefined) === (unionId === undefined)) {
    context.addIssue({ code: 'custom', path: ['userId'], message: 'exactly one of userId and unionId is required' });
  }
}

/** `POST /v1/tokens`. One of `userId` and `unionId`; see the contract, "Rules of a request". */
export const issueTokenRequest = z
  .strictObject(asked)
  .superRefine(consistent)
  .meta({ id: 'TokenRequest', example: { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] } });
export type IssueTokenRequest = z.infer<typeof issueTokenRequest>;

export const issueTokenResponse = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal('x-acs-dingtalk-access-token').meta({ description: 'the header to send it in' }),
    expiresAt: instant,
    scopes: z.array(scopeCode).meta({ description: 'all that the token carries' }),
    application: applicationName,
    corpId: z.string(),
    userId: z.string().nullable(),
    unionId: z.string(),
    grantId: uuid,
    handoutId: uuid,
  })
  .meta({ id: 'Token' });
export type IssueTokenResponse = z.infer<typeof issueTokenResponse>;

/** `POST /v1/handles`: as for a token. */
export const issueHandleRequest = z
  .strictObject({
    ...asked,
    ttlSeconds: z
      .int()
      .min(1)
      .max(HANDLE_SECONDS_MAX)
      .default(600)
      .meta({ description: 'How long the handle shall live, at most as long as the token behind it. Seconds.' }),
  })
  .superRefine(consistent)
  .meta({
    id: 'HandleRequest',
    example: { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'], ttlSeconds: 600 },
  });
export type IssueHandleRequest = z.infer<typeof issueHandleRequest>;

export const issueHandleResponse = z
  .object({
    handle: z.string().meta({ description: 'works at the broker’s gateway, `/dingtalk/*`, and nowhere else' }),
    expiresAt: instant,
    scopes: z.array(scopeCode).meta({ description: 'all that the handle carries' }),
    handoutId: uuid,
  })
  .meta({ id: 'Handle' });
export type IssueHandleResponse = z.infer<typeof issueHandleResponse>;

export const returnHandoutResponse = z
  .object({
    handoutId: uuid,
    returnedAt: instant,
    upstreamLiveUntil: instant
      .nullable()
      .meta({ description: 'DingTalk cannot revoke a token: until when it goes on living there, if it does' }),
  })
  .meta({ id: 'ReturnedHandout' });
export type ReturnHandoutResponse = z.infer<typeof returnHandoutResponse>;

/** `POST /v1/tokens/batch`. */
export const batchTokensRequest = z.strictObject({ requests: z.array(issueTokenRequest).min(1).max(100) }).meta({
  id: 'TokenBatchRequest',
  example: { requests: [{ application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] }] },
});
export type BatchTokensRequest = z.infer<typeof batchTokensRequest>;

export const batchTokensResponse = z
  .object({
    outcomes: z
      .array(z.union([z.object({ token: issueTokenResponse }), z.object({ problem })]))
      .meta({ description: 'in the order of the requests; a problem is what the request alone would have answered' }),
  })
  .meta({ id: 'TokenBatch' });
export type BatchTokensResponse = z.infer<typeof batchTokensResponse>;

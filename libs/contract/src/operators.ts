import { z } from 'zod';
import { pageOf } from './paging.js';
import { instant, text, unionId, uuid } from './text.js';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 lower-case letters, digits and hyphens, a letter first')
  .refine((value) => value !== 'bootstrap', { message: 'is the holder of the bootstrap token' })
  .meta({ example: 'li-ming' });
const role = z
  .enum(['owner', 'admin', 'auditor'])
  .meta({ description: 'owner: anything; admin: all but saying who the operators are; auditor: reads' });
const person = unionId
  .nullable()
  .meta({ description: 'who signs in through DingTalk as this operator; null for a program' });

const oidcSubject = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, 'must be the subject as the provider says it, without spaces')
  .nullable()
  .meta({ description: 'who signs in through the configured OpenID Connect provider as this operator: its `sub`' });

/** `POST /admin/v1/operators`. */
export const createOperatorRequest = z
  .strictObject({ name, role, unionId: person.default(null), oidcSubject: oidcSubject.default(null) })
  .meta({ id: 'CreateOperator', example: { name: 'li-ming', role: 'auditor' } });
export type CreateOperatorRequest = z.infer<typeof createOperatorRequest>;

/** `PATCH /admin/v1/operators/{id}`: members left out stay. */
export const changeOperatorRequest = z
  .strictObject({
    name: name.optional(),
    role: role.optional(),
    unionId: person.optional(),
    oidcSubject: oidcSubject.optional(),
  })
  .meta({ id: 'ChangeOperator', example: { role: 'admin' } });
export type ChangeOperatorRequest = z.infer<typeof changeOperatorRequest>;

export const operatorResponse = z
  .object({
    id: uuid,
    name,
    role,
    unionId: person,
    oidcIssuer: z.string().nullable().meta({ description: 'whose subject it is; null where there is none' }),
    oidcSubject,
    disabledAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Operator' });
export type OperatorResponse = z.infer<typeof operatorResponse>;
export const operatorsPage = pageOf(operatorResponse);

/** `GET /admin/v1/operators/me`. */
export const ownOperatorResponse = z
  .object({
    id: uuid.nullable().meta({ description: 'null for the holder of the bootstrap token' }),
    name: z.string(),
    role,
    permissions: z.array(z.string()).meta({ description: 'what this token may be used for', example: ['grants:read'] }),
  })
  .meta({ id: 'OwnOperator' });
export type OwnOperatorResponse = z.infer<typeof ownOperatorResponse>;

const permissions = z
  .array(z.string().max(50))
  .min(1)
  .max(50)
  .meta({ description: 'of those the role holds; left out: all of them', example: ['grants:read', 'audit:read'] });

/** `POST /admin/v1/operators/{id}/tokens`. */
export const createOperatorTokenRequest = z
  .strictObject({
    name: text(100).meta({ description: 'what it is for', example: 'nightly export' }),
    expiresAt: instant.meta({ description: 'at most 366 days from now' }),
    permissions: permissions.optional(),
  })
  .meta({ id: 'CreateOperatorToken', example: { name: 'nightly export', expiresAt: '2027-06-30T00:00:00Z' } });
export type CreateOperatorTokenRequest = z.infer<typeof createOperatorTokenRequest>;

export const createOperatorTokenResponse = z
  .object({ id: uuid, token: z.string().meta({ description: 'shown this once' }), expiresAt: instant })
  .meta({ id: 'CreatedOperatorToken' });
export type CreateOperatorTokenResponse = z.infer<typeof createOperatorTokenResponse>;

export const operatorTokenResponse = z
  .object({
    id: uuid,
    name: z.string(),
    permissions: permissions.nullable(),
    createdAt: instant,
    expiresAt: instant,
    lastUsedAt: instant.nullable().meta({ description: 'to the minute' }),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'OperatorToken' });
export type OperatorTokenResponse = z.infer<typeof operatorTokenResponse>;
export const operatorTokensPage = pageOf(operatorTokenResponse);

export const operatorSessionResponse = z
  .object({
    id: uuid,
    signedInAt: instant,
    lastSeenAt: instant.meta({ description: 'to the minute; half an hour later the session is over' }),
    endsAt: instant.meta({ description: 'however busy the operator is' }),
  })
  .meta({ id: 'OperatorSession' });
export type OperatorSessionResponse = z.infer<typeof operatorSessionResponse>;

/** `GET /admin/v1/operators/{id}/sessions`: a handful, so they are one page. */
export const operatorSessionsResponse = z
  .object({ items: z.array(operatorSessionResponse) })
  .meta({ id: 'OperatorSessions' });

/** `GET /admin/v1/session`. */
export const ownSessionResponse = z
  .object({
    operator: ownOperatorResponse,
    csrfToken: z
      .string()
      .nullable()
      .meta({ description: 'send it as x-csrf-token with whatever changes something; null for an operator token' }),
  })
  .meta({ id: 'OwnSession' });
export type OwnSessionResponse = z.infer<typeof ownSessionResponse>;

/** `GET /admin/sign-in/ways`. */
export const signInWaysResponse = z
  .object({
    dingtalk: z.boolean().meta({ description: 'an application is marked signIn; the way is GET /admin/sign-in' }),
    openid: z
      .object({ name: z.string().meta({ description: 'of the provider, for the button', example: 'Company account' }) })
      .nullable()
      .meta({ description: 'the way is GET /admin/sign-in/oidc; null: none is configured' }),
  })
  .meta({ id: 'SignInWays' });
export type SignInWaysResponse = z.infer<typeof signInWaysResponse>;

/** `GET /admin/session`. */
export const browserSessionResponse = z
  .object({ csrfToken: z.string().nullable().meta({ description: 'null: nobody is signed in in this browser' }) })
  .meta({ id: 'BrowserSession' });
export type BrowserSessionResponse = z.infer<typeof browserSessionResponse>;

import { z } from 'zod';
import { applicationName, corpId } from './text.js';

/** The empty example keeps Swagger UI from sending a made-up value beside the header. */
const withBasic = { description: 'left out with HTTP Basic', example: '' };
const withAssertion = { description: 'RFC 7521 section 4.2: instead of a secret', example: '' };

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
const personTypes = [
  'urn:dingtalk:params:oauth:token-type:user-id',
  'urn:dingtalk:params:oauth:token-type:union-id',
] as const;

/** How a client says which caller it is, at every endpoint below `/oauth2`; the body is a form. */
const client = {
  client_id: z.string().max(200).optional().meta(withBasic),
  client_secret: z.string().max(200).optional().meta(withBasic),
  client_assertion_type: z.string().max(200).optional().meta(withAssertion),
  client_assertion: z.string().max(8_192).optional().meta(withAssertion),
};
export const clientForm = z.looseObject(client);
export type ClientForm = z.infer<typeof clientForm>;

const exchanging = (description: string) => z.string().max(2_000).optional().meta({ description, example: '' });

/** `POST /oauth2/token`: RFC 6749 section 4.4, and RFC 8693 section 2.1. */
export const tokenRequest = z.looseObject({
  grant_type: z
    .string()
    .meta({ description: `client_credentials, or ${TOKEN_EXCHANGE}`, example: 'client_credentials' }),
  ...client,
  subject_token: exchanging('token exchange: the person’s id'),
  subject_token_type: exchanging(`token exchange: ${personTypes.join(' or ')}`),
  scope: exchanging('token exchange: permission points, separated by spaces'),
  audience: exchanging('token exchange: the application'),
  corp_id: exchanging('token exchange: the organisation'),
  purpose: exchanging('token exchange: why, in words the person may read'),
});
export type TokenRequestForm = z.infer<typeof tokenRequest>;

/** What of it a token exchange is made of, RFC 8693 section 2.1; the person, scopes and application are judged as at `POST /v1/tokens`. */
export const tokenExchangeRequest = z.object({
  subject_token: z.string(),
  subject_token_type: z.enum(personTypes),
  requested_token_type: z.literal(ACCESS_TOKEN_TYPE).optional(),
  scope: z.string(),
  audience: z.string().optional(),
  resource: z.undefined({ error: 'is not known here: name the application in audience' }).optional(),
  actor_token: z.undefined({ error: 'is not served: the client acts for itself' }).optional(),
  corp_id: z.string().optional(),
  purpose: z.string().optional(),
});

/** RFC 8693 section 2.2.1. */
export const tokenExchangeResponse = z
  .object({
    access_token: z.string().meta({ description: 'a token of DingTalk’s, to be sent as x-acs-dingtalk-access-token' }),
    issued_token_type: z.literal(ACCESS_TOKEN_TYPE),
    token_type: z.literal('N_A').meta({ description: 'it is no Bearer token' }),
    expires_in: z.int().meta({ description: 'seconds' }),
    scope: z.string().meta({ description: 'all that the token carries' }),
  })
  .meta({ id: 'ExchangedToken' });
export type TokenExchangeResponse = z.infer<typeof tokenExchangeResponse>;

/** RFC 7662 section 2.1 and RFC 7009 section 2.1: about a handle. */
export const handleForm = z.looseObject({
  ...client,
  token: z.string().min(1).max(8_192).meta({ description: 'the handle' }),
  token_type_hint: z.string().max(200).optional().meta({ description: 'taken and not needed', example: '' }),
});
export type HandleForm = z.infer<typeof handleForm>;

/** RFC 7009 section 2.2: the status says it all. */
export const handleRevocationResponse = z.object({}).meta({ id: 'HandleRevoked' });

/** RFC 7662 section 2.2. Of what is no live handle of the caller’s own, `active` is all there is. */
export const introspectionResponse = z
  .object({
    active: z.boolean(),
    scope: z.string().optional(),
    client_id: z.string().optional(),
    token_type: z.enum(['Bearer', 'DPoP']).optional(),
    exp: z.int().optional(),
    iat: z.int().optional(),
    iss: z.string().optional(),
    aud: z.string().optional().meta({ description: 'the gateway, where alone it works' }),
    sub: z.string().optional().meta({ description: 'unionId of the person' }),
    jti: z.string().optional().meta({ description: 'id of the hand-out' }),
    cnf: z
      .object({ 'x5t#S256': z.string().optional(), jkt: z.string().optional() })
      .optional()
      .meta({ description: 'bound to this certificate (RFC 8705), or to this key (RFC 9449)' }),
    application: applicationName.optional(),
    corp_id: corpId.optional(),
  })
  .meta({ id: 'Introspection' });
export type IntrospectionBody = z.infer<typeof introspectionResponse>;

/** RFC 6749 section 5.1. */
export const accessTokenResponse = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'seconds' }),
  })
  .meta({ id: 'AccessToken' });
export type AccessTokenResponse = z.infer<typeof accessTokenResponse>;

/** RFC 6749 section 5.2, with the code of the same error elsewhere. */
export const oauthError = z
  .looseObject({
    error: z.string().meta({ example: 'invalid_client' }),
    error_description: z.string(),
    code: z.string().meta({ description: 'stable, snake_case; see docs/errors.md' }),
    requestId: z.string(),
  })
  .meta({ id: 'OAuthError' });

/** RFC 8414 section 2. */
export const authorizationServerMetadata = z
  .object({
    issuer: z.string(),
    token_endpoint: z.string(),
    introspection_endpoint: z.string(),
    revocation_endpoint: z.string(),
    jwks_uri: z.string(),
    grant_types_supported: z.array(z.string()),
    response_types_supported: z.array(z.string()),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    tls_client_certificate_bound_access_tokens: z.boolean(),
    token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
    introspection_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    revocation_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
    service_documentation: z.string(),
  })
  .meta({ id: 'AuthorizationServerMetadata' });
export type AuthorizationServerMetadataBody = z.infer<typeof authorizationServerMetadata>;

/** RFC 7517 section 5. */
export const jsonWebKeySet = z
  .object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string(), use: z.string() })) })
  .meta({ id: 'JsonWebKeySet' });

import { z } from 'zod';

/** The empty example keeps Swagger UI from sending a made-up value beside the header. */
const withBasic = { description: 'left out with HTTP Basic', example: '' };
const withAssertion = { description: 'RFC 7521 section 4.2: instead of a secret', example: '' };

/** `POST /oauth2/token`, RFC 6749 section 4.4; the body is a form. */
export const accessTokenRequest = z.looseObject({
  grant_type: z.string().meta({ example: 'client_credentials' }),
  client_id: z.string().max(200).optional().meta(withBasic),
  client_secret: z.string().max(200).optional().meta(withBasic),
  client_assertion_type: z.string().max(200).optional().meta(withAssertion),
  client_assertion: z.string().max(8_192).optional().meta(withAssertion),
});

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
    jwks_uri: z.string(),
    grant_types_supported: z.array(z.string()),
    response_types_supported: z.array(z.string()),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    tls_client_certificate_bound_access_tokens: z.boolean(),
    token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
    service_documentation: z.string(),
  })
  .meta({ id: 'AuthorizationServerMetadata' });
export type AuthorizationServerMetadataBody = z.infer<typeof authorizationServerMetadata>;

/** RFC 7517 section 5. */
export const jsonWebKeySet = z
  .object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string(), use: z.string() })) })
  .meta({ id: 'JsonWebKeySet' });

import { ASSERTION_ALGORITHMS } from '@app/callers';
import { type AuthorizationServerMetadataBody, TOKEN_EXCHANGE } from '@app/contract';

/** RFC 8414. Lists what works, nothing that is planned. */
export class AuthorizationServerMetadata {
  readonly document: Readonly<AuthorizationServerMetadataBody>;

  constructor(publicUrl: string, mutualTls: boolean) {
    const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
    if (mutualTls) methods.push('tls_client_auth');
    this.document = {
      issuer: publicUrl,
      token_endpoint: `${publicUrl}/oauth2/token`,
      introspection_endpoint: `${publicUrl}/oauth2/introspect`,
      revocation_endpoint: `${publicUrl}/oauth2/revoke`,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials', TOKEN_EXCHANGE],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: methods,
      token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      introspection_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      revocation_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      tls_client_certificate_bound_access_tokens: mutualTls,
      service_documentation: `${publicUrl}/docs`,
    };
  }
}

import { ASSERTION_ALGORITHMS } from '@app/callers';
import type { AuthorizationServerMetadataBody } from '@app/contract';

/** RFC 8414. Lists what works, nothing that is planned. */
export class AuthorizationServerMetadata {
  readonly document: Readonly<AuthorizationServerMetadataBody>;

  constructor(publicUrl: string, mutualTls: boolean) {
    this.document = {
      issuer: publicUrl,
      token_endpoint: `${publicUrl}/oauth2/token`,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
        ...(mutualTls ? ['tls_client_auth'] : []),
      ],
      tls_client_certificate_bound_access_tokens: mutualTls,
      token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      service_documentation: `${publicUrl}/docs`,
    };
  }
}

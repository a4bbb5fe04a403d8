import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';

export type Parameters = Record<string, string>;
type Json = Readonly<Record<string, unknown>>;
export type Fetch = (url: string, options: object) => Promise<Response>;
type Credentials =
  | { readonly by: 'client_secret_basic' | 'client_secret_post'; readonly secret: string }
  | { readonly by: 'private_key_jwt'; readonly key: oauth.CryptoKey }
  | { readonly by: 'tls_client_auth' };

/** What a library does for one client, discovered from the issuer's address alone. */
export interface StockClient {
  clientCredentials(): Promise<Json>;
  exchange(parameters: Parameters, grantType?: string): Promise<Json>;
  introspect(token: string): Promise<Json>;
  revoke(token: string): Promise<void>;
}
type Library = (issuer: string, clientId: string, credentials: Credentials, fetch?: Fetch) => Promise<StockClient>;

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

export const byOpenidClient: Library = async (issuer, clientId, credentials, fetch) => {
  const config = await openid.discovery(new URL(issuer), clientId, undefined, authenticationBy(openid, credentials), {
    algorithm: 'oauth2',
    execute: [openid.allowInsecureRequests],
    ...(fetch && { [openid.customFetch]: fetch }),
  });
  if (fetch) config[openid.customFetch] = fetch;
  return {
    clientCredentials: async () => ({ ...(await openid.clientCredentialsGrant(config)) }),
    exchange: async (parameters, grantType = TOKEN_EXCHANGE) => ({
      ...(await openid.genericGrantRequest(config, grantType, parameters)),
    }),
    introspect: async (token) => ({ ...(await openid.tokenIntrospection(config, token)) }),
    revoke: (token) => openid.tokenRevocation(config, token),
  };
};

export const byOauth4webapi: Library = async (issuer, clientId, credentials, fetch) => {
  const options = { [oauth.allowInsecureRequests]: true, ...(fetch && { [oauth.customFetch]: fetch }) };
  const address = new URL(issuer);
  const found = await oauth.discoveryRequest(address, { algorithm: 'oauth2', ...options });
  const server = await oauth.processDiscoveryResponse(address, found);
  const client = { client_id: clientId };
  const authentication = authenticationBy(oauth, credentials);
  return {
    async clientCredentials() {
      const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, options);
      return { ...(await oauth.processClientCredentialsResponse(server, client, answer)) };
    },
    async exchange(parameters, grantType = TOKEN_EXCHANGE) {
      const answer = await oauth.genericTokenEndpointRequest(
        server,
        client,
        authentication,
        grantType,
        parameters,
        options,
      );
      const recognizedTokenTypes = { n_a: () => undefined };
      return { ...(await oauth.processGenericTokenEndpointResponse(server, client, answer, { recognizedTokenTypes })) };
    },
    async introspect(token) {
      const answer = await oauth.introspectionRequest(server, client, authentication, token, options);
      return { ...(await oauth.processIntrospectionResponse(server, client, answer)) };
    },
    async revoke(token) {
      await oauth.processRevocationResponse(
        await oauth.revocationRequest(server, client, authentication, token, options),
      );
    },
  };
};

function authenticationBy(
  library: Pick<typeof oauth, 'ClientSecretBasic' | 'ClientSecretPost' | 'PrivateKeyJwt' | 'TlsClientAuth'>,
  credentials: Credentials,
): oauth.ClientAuth {
  switch (credentials.by) {
    case 'client_secret_basic':
      return library.ClientSecretBasic(credentials.secret);
    case 'client_secret_post':
      return library.ClientSecretPost(credentials.secret);
    case 'private_key_jwt':
      return library.PrivateKeyJwt(credentials.key);
    case 'tls_client_auth':
      return library.TlsClientAuth();
  }
}

/** What a library makes of an error: of one that comes with a challenge, the challenge. */
export async function errorOf(work: Promise<unknown>): Promise<Json> {
  try {
    await work;
    return {};
  } catch (thrown) {
    const { error, status, cause, code } = thrown as {
      error?: string;
      status?: number;
      cause?: unknown;
      code?: string;
    };
    return { status, error: error ?? code, body: error ? cause : undefined };
  }
}

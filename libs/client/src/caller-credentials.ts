/** What a request to the token endpoint carries to prove who calls. */
export interface ClientAuthentication {
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * How this caller proves who it is. Asked anew for each access token, because a signed assertion is good for one. A way of one's own is
 * an object with this method.
 */
export interface CallerCredentials {
  authenticate(tokenEndpoint: string): ClientAuthentication | Promise<ClientAuthentication>;
}

/** `client_secret_basic`, RFC 6749 section 2.3.1. Broker's ids and secrets need no encoding. */
export function clientSecret(clientId: string, secret: string): CallerCredentials {
  const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
  return { authenticate: () => ({ headers: { authorization: `Basic ${basic}` } }) };
}

/**
 * A signed JWT instead of a secret, RFC 7523: `private_key_jwt`, or the token of a workload, such as the one Kubernetes projects into a
 * file. `assertion` is called for each access token, with the address that the JWT is to be meant for.
 */
export function clientAssertion(assertion: (audience: string) => string | Promise<string>): CallerCredentials {
  return {
    async authenticate(tokenEndpoint) {
      return {
        form: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertion(tokenEndpoint),
        },
      };
    },
  };
}

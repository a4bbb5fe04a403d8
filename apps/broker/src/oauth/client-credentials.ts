import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

interface Form {
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
}

/**
 * `client_secret_basic` or `client_secret_post`, RFC 6749 section 2.3.1; using both at once is refused there too.
 * An empty parameter counts as left out (section 3.2). Client ids and secrets are made of `[A-Za-z0-9_-]`, so clients
 * that forget to form-encode them before Base64 do no harm.
 */
export function clientCredentialsOf(authorization: string | undefined, form: Form): ClientCredentials {
  if (authorization === undefined) {
    if (!form.client_id || !form.client_secret) throw invalidClient();
    return { clientId: form.client_id, clientSecret: Secret.of(form.client_secret) };
  }
  if (form.client_secret) {
    throw BrokerError.invalidRequest([
      { pointer: '/client_secret', reason: 'use the Authorization header or the body, not both' },
    ]);
  }
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? [];
  const [, clientId, clientSecret] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (clientId === undefined || clientSecret === undefined) throw invalidClient();
  const credentials = { clientId: decoded(clientId), clientSecret: Secret.of(decoded(clientSecret)) };
  if (form.client_id && form.client_id !== credentials.clientId) throw invalidClient();
  return credentials;
}

export function invalidClient(): BrokerError {
  return new BrokerError('unauthenticated', { detail: 'The client id or the client secret is not right.' });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw invalidClient();
  }
}

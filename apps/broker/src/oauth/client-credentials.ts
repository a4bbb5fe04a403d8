import type { CallerCredentials, ClientCertificate } from '@app/callers';
import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';

/** RFC 7523 section 2.2. */
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const PLAIN = /^[A-Za-z0-9_-]{1,200}$/;

interface Form {
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
  readonly client_assertion?: string | undefined;
  readonly client_assertion_type?: string | undefined;
}

/**
 * By what a caller says to prove who it is: `client_secret_basic` and `client_secret_post` (RFC 6749 section 2.3.1), a JWT (RFC 7523), or
 * the certificate of the connection (RFC 8705), which only counts where there is nothing else. Using two at once is refused, without
 * saying whether either was right. An empty parameter counts as left out (RFC 6749 section 3.2). Client ids and secrets are made of
 * `[A-Za-z0-9_-]`, so clients that forget to form-encode them before Base64 do no harm.
 */
export function clientCredentialsOf(
  authorization: string | undefined,
  form: Form,
  certificate?: ClientCertificate,
): CallerCredentials {
  const methods = [
    authorization !== undefined && 'the Authorization header',
    form.client_secret && 'client_secret',
    form.client_assertion && 'client_assertion',
  ].filter((method) => typeof method === 'string' && method !== '');
  if (methods.length > 1) {
    throw BrokerError.invalidRequest([{ pointer: '', reason: `use one of ${methods.join(' and ')}, not both` }]);
  }
  const credentials = authorization === undefined ? inForm(form, certificate) : inHeader(authorization, form);
  if (credentials.clientId !== undefined && !PLAIN.test(credentials.clientId)) throw invalidClient();
  if (credentials.by === 'secret' && !PLAIN.test(credentials.clientSecret.reveal())) throw invalidClient();
  return credentials;
}

export function invalidClient(detail = 'These are not the credentials of a client.', internal?: string): BrokerError {
  return new BrokerError('unauthenticated', { detail, ...(internal !== undefined && { internal }) });
}

function inForm(form: Form, certificate: ClientCertificate | undefined): CallerCredentials {
  const clientId = form.client_id || undefined;
  if (form.client_assertion) {
    if (form.client_assertion_type !== JWT_BEARER) {
      throw BrokerError.invalidRequest([{ pointer: '/client_assertion_type', reason: `must be ${JWT_BEARER}` }]);
    }
    return { by: 'assertion', clientId, assertion: Secret.of(form.client_assertion) };
  }
  if (clientId === undefined) throw invalidClient();
  if (form.client_secret) return { by: 'secret', clientId, clientSecret: Secret.of(form.client_secret) };
  if (certificate) return { by: 'certificate', clientId, certificate };
  throw invalidClient();
}

function inHeader(authorization: string, form: Form): CallerCredentials {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) throw invalidClient();
  const clientId = decoded(id);
  if (form.client_id && form.client_id !== clientId) throw invalidClient();
  return { by: 'secret', clientId, clientSecret: Secret.of(decoded(secret)) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw invalidClient();
  }
}

import { createHmac, randomBytes } from 'node:crypto';
import { Secret } from '@app/secret';

const PREFIX = 'whsec_';
/** The Standard Webhooks specification asks for 24 to 64. */
const SECRET_BYTES = 32;

export function newWebhookSecret(): Secret {
  return Secret.of(PREFIX + randomBytes(SECRET_BYTES).toString('base64'));
}

/**
 * The headers of a message, signed with each secret (Standard Webhooks 1.0.0, "Webhook headers"): while a secret is being replaced, a
 * receiver that knows either of the two finds its own. `at` is in seconds.
 */
export function signedHeaders(
  { id, body }: { readonly id: string; readonly body: string },
  at: number,
  secrets: readonly Secret[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.reveal().slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signatures.join(' ') };
}

import { z } from 'zod';
import type { Answer } from '../answer.js';
import type { HttpAnswer } from '../http-exchange.js';

/**
 * What the authorisation page says of a client and a redirect URI before anybody has signed in. `refused` is DingTalk's own error page:
 * the client is unknown, the address is not registered, or no version is published. `shown` proves less: DingTalk may draw the page
 * first and complain in it.
 */
export type AuthorizePage = 'shown' | 'refused';

export const authorizePageSchema = z.object({ page: z.enum(['shown', 'refused']) }).transform(({ page }) => page);

export function readAuthorizePage({ status }: HttpAnswer): Answer {
  if (status < 400) return { kind: 'success', body: { page: 'shown' } };
  if (status < 500 && status !== 429) return { kind: 'success', body: { page: 'refused' } };
  return { kind: 'problem', reason: `HTTP ${status}`, httpStatus: status, requiredScopes: [] };
}

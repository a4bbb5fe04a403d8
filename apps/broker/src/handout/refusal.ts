import { unplaceable } from '@app/callers';
import { BrokerError, type InvalidMember } from '@app/errors';
import type { HandOutRow } from '../procedures/hand-out.sql.js';
import type { TokenAsked } from './token-asked.js';

/** By then a refresh that is under way has most likely ended. */
const RETRY_SECONDS = 2;

/** What the statement refused, as the caller reads it. */
export function refusalOf(
  row: HandOutRow,
  asked: TokenAsked,
  { consentUrl, handleUrl }: { consentUrl: string | undefined; handleUrl: string },
): BrokerError {
  switch (row.outcome) {
    case 'consent_required':
      return new BrokerError('consent_required', {
        detail: 'Send the person to consentUrl, then ask again.',
        members: { consentUrl, missingScopes: row.missing ?? asked.scopes, reason: row.reason },
      });
    case 'consent_pending':
      return new BrokerError('consent_pending', {
        detail: 'The person has been asked. Remind them of consentUrl, or wait.',
        members: { consentId: row.consentId, consentUrl, expiresAt: row.consentExpiresAt?.toISOString() },
      });
    case 'consent_rejected':
      return new BrokerError('consent_rejected', {
        detail: 'The person refused. They can still change their mind at consentUrl; POST /v1/consents asks anew.',
        members: { consentId: row.consentId, consentUrl },
      });
    case 'forbidden_by_policy':
      return new BrokerError('forbidden_by_policy', {
        detail: 'An operator can change what this caller may ask; rule says what stands in the way.',
        members: { rule: row.rule },
      });
    case 'token_too_broad':
      return new BrokerError('token_too_broad', {
        detail: 'DingTalk cannot narrow a token: ask for a handle, or for entitlements that cover all it carries.',
        members: { handleUrl, beyond: row.beyond ?? [] },
      });
    case 'temporarily_unavailable':
      return BrokerError.temporarilyUnavailable(RETRY_SECONDS, 'no token in time');
    case 'invalid_request':
      return BrokerError.invalidRequest([invalidMemberOf(row.rule)]);
    default:
      throw new Error(`The hand-out statement answered ${row.outcome}, which is not a refusal`);
  }
}

/** The rule of a request that cannot be placed names what is wrong with it. */
function invalidMemberOf(rule: string | null): InvalidMember {
  const known: Readonly<Record<string, InvalidMember>> = unplaceable;
  return known[rule ?? ''] ?? { pointer: '', reason: 'not valid' };
}

import { unplaceable } from '@app/callers';
import { BrokerError, type InvalidMember } from '@app/errors';
import type { HandOutRow } from './hand-out.sql.js';
import type { HandOutAsked } from './hand-out-asked.js';

/** By then a refresh that is under way has most likely ended. */
const RETRY_SECONDS = 2;

/** What the statement refused, as the caller reads it. */
export function refusalOf(
  row: HandOutRow,
  asked: HandOutAsked,
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
    case 'unauthenticated':
      return deadHandle();
    case 'temporarily_unavailable':
      return BrokerError.temporarilyUnavailable(RETRY_SECONDS, 'no token in time');
    case 'invalid_request':
      return BrokerError.invalidRequest([invalidMemberOf(row.rule)]);
    default:
      throw new Error(`The hand-out statement answered ${row.outcome}, which is not a refusal`);
  }
}

/** Whether it never was, ended, or ran out is nothing a caller needs to know in order to ask for another. */
export function deadHandle(): BrokerError {
  return new BrokerError('unauthenticated', {
    detail: 'The handle is not known here, or has ended. Ask for another at POST /v1/handles.',
  });
}

/** The rule of a request that cannot be placed names what is wrong with it. */
function invalidMemberOf(rule: string | null): InvalidMember {
  const known: Readonly<Record<string, InvalidMember>> = unplaceable;
  return known[rule ?? ''] ?? { pointer: '', reason: 'not valid' };
}

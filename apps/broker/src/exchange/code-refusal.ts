import { scopeCatalogue } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { CodeEnding } from './code-claims.js';
import type { ExchangeAsked } from './exchange-asked.js';

/** What a caller is told of a code that led to no grant. Nothing was stored. */
export function refusalOfCode(
  ending: Exclude<CodeEnding, 'granted'>,
  asked: ExchangeAsked,
  consentUrl: string,
): BrokerError {
  switch (ending) {
    case 'code_refused':
      return invalidCode(
        'DingTalk does not take this code: it was used before, is older than five minutes, belongs to another application, or is one of silent login (requestAuthCode, getAuthCode), which no consent stands behind. Get a new one',
      );
    case 'other_person':
      return BrokerError.invalidRequest([
        {
          pointer: asked.expected.userId === undefined ? '/expectedUnionId' : '/expectedUserId',
          reason: 'the code is another person’s; nothing was stored',
        },
      ]);
    case 'not_a_member':
      return invalidCode('is of somebody who is not a member of the organisation; nothing was stored');
    case 'suspended':
    case 'people':
      return forbidden(ending);
    case 'identity_unavailable':
      return new BrokerError('identity_unavailable', {
        detail: `The application has no ${scopeCatalogue.identityScope} at DingTalk, so nobody can tell whose code this was. An operator has to add it.`,
        members: { consentUrl, missingScopes: [scopeCatalogue.identityScope], reason: 'scopes_missing' },
      });
  }
}

export function forbidden(rule: 'may_bring_codes' | 'suspended' | 'people'): BrokerError {
  return new BrokerError('forbidden_by_policy', {
    detail: 'An operator can change what this caller may bring; rule says what stands in the way.',
    members: { rule },
  });
}

export function invalidCode(reason: string): BrokerError {
  return BrokerError.invalidRequest([{ pointer: '/authCode', reason }]);
}

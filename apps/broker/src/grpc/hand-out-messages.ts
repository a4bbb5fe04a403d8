import type { grpc, IssueHandleResponse, IssueTokenResponse } from '@app/contract';
import { BrokerError } from '@app/errors';
import { timestampOf } from './decode.js';

export function tokenMessageOf(token: IssueTokenResponse): grpc.Token {
  return {
    access_token: token.accessToken,
    token_type: token.tokenType,
    expires_at: timestampOf(new Date(token.expiresAt)),
    scopes: token.scopes,
    application: token.application,
    corp_id: token.corpId,
    user_id: token.userId ?? '',
    union_id: token.unionId,
    grant_id: token.grantId,
    handout_id: token.handoutId,
  };
}

export function handleMessageOf({ handle, expiresAt, scopes, handoutId }: IssueHandleResponse): grpc.Handle {
  return { handle, expires_at: timestampOf(new Date(expiresAt)), scopes, handout_id: handoutId };
}

/** What a person has to do first is no error in gRPC. Undefined for everything else. */
export function consentOutcomeOf(error: unknown): Omit<grpc.GetTokenResponse, 'token'> | undefined {
  if (!(error instanceof BrokerError)) return undefined;
  const { consentId, consentUrl, expiresAt, missingScopes, reason } = error.members as ConsentMembers;
  switch (error.code) {
    case 'consent_required':
    case 'identity_unavailable':
      return { consent_required: { consent_url: consentUrl, missing_scopes: [...missingScopes], reason } };
    case 'consent_pending':
      return {
        consent_pending: {
          consent_id: consentId,
          consent_url: consentUrl,
          expires_at: timestampOf(new Date(expiresAt)),
        },
      };
    case 'consent_rejected':
      return { consent_rejected: { consent_id: consentId, consent_url: consentUrl } };
    default:
      return undefined;
  }
}

/** As refusals fill them; which of them are there depends on the code. */
interface ConsentMembers extends Record<string, unknown> {
  readonly consentId: string;
  readonly consentUrl: string;
  readonly expiresAt: string;
  readonly missingScopes: readonly string[];
  readonly reason: string;
}

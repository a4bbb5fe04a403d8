import {
  batchTokensRequest,
  type grpc,
  type IssueTokenResponse,
  issueHandleRequest,
  issueTokenRequest,
} from '@app/contract';
import { BrokerError } from '@app/errors';
import { decoded, textOf, timestampOf } from '../grpc/decode.js';
import type { GrpcCall } from '../grpc/methods.js';
import type { HandOutHandle } from '../procedures/hand-out-handle.js';
import type { HandOutToken } from '../procedures/hand-out-token.js';
import { type Asking, askedOf } from './asked.js';
import type { HandOutBatch } from './hand-out-batch.js';

/** `GetToken`, `BatchGetTokens` and `GetHandle`: what `HandoutController` is to REST. */
export class HandoutGrpc {
  constructor(
    private readonly handOutToken: HandOutToken,
    private readonly handOutBatch: HandOutBatch,
    private readonly handOutHandle: HandOutHandle,
  ) {}

  readonly getToken = async (request: grpc.GetTokenRequest, call: GrpcCall): Promise<grpc.GetTokenResponse> => {
    const body = decoded(issueTokenRequest, bodyOf(request));
    try {
      return { token: tokenOf(await this.handOutToken.execute(askedOf(body, askingOf(call)))) };
    } catch (error) {
      const outcome = outcomeOf(error);
      if (!outcome) throw error;
      return outcome;
    }
  };

  readonly batchGetTokens = async (
    { requests }: grpc.BatchGetTokensRequest,
    call: GrpcCall,
  ): Promise<grpc.BatchGetTokensResponse> => {
    const body = decoded(batchTokensRequest, { requests: requests.map(bodyOf) });
    const asking = askingOf(call);
    const outcomes = await this.handOutBatch.execute(body.requests.map((request) => askedOf(request, asking)));
    return {
      outcomes: outcomes.map((outcome) =>
        'token' in outcome
          ? { token: tokenOf(outcome.token) }
          : (outcomeOf(outcome.error) ?? { error: call.refusal(outcome.error) }),
      ),
    };
  };

  readonly getHandle = async (request: grpc.GetHandleRequest, call: GrpcCall): Promise<grpc.GetHandleResponse> => {
    const body = decoded(issueHandleRequest, { ...bodyOf(request), ttlSeconds: request.ttl_seconds });
    const wanted = { ttlSeconds: body.ttlSeconds, certificateHash: call.certificate?.hash ?? null, keyHash: null };
    try {
      const { handle, expiresAt, scopes, handoutId } = await this.handOutHandle.execute(
        askedOf(body, askingOf(call)),
        wanted,
      );
      return { handle: { handle, expires_at: timestampOf(new Date(expiresAt)), scopes, handout_id: handoutId } };
    } catch (error) {
      const outcome = outcomeOf(error);
      if (!outcome) throw error;
      return outcome;
    }
  };
}

function askingOf({ caller, requestId, patienceSeconds }: GrpcCall): Asking {
  return { callerId: caller.callerId, requestId, patienceSeconds };
}

/** The body REST would have had. */
function bodyOf(request: grpc.GetTokenRequest | grpc.GetHandleRequest) {
  return {
    application: textOf(request.application),
    userId: textOf(request.user_id),
    unionId: textOf(request.union_id),
    corpId: textOf(request.corp_id),
    scopes: request.scopes,
    minimumSeconds: request.minimum_seconds,
    maxWaitSeconds: request.max_wait_seconds,
    purpose: textOf(request.purpose),
    refusedHandoutId: textOf(request.refused_handout_id),
    refusedCode: textOf(request.refused_code),
  };
}

function tokenOf(token: IssueTokenResponse): grpc.Token {
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

/** What a person has to do first is no error in gRPC. Undefined for everything else. */
function outcomeOf(error: unknown): Omit<grpc.GetTokenResponse, 'token'> | undefined {
  if (!(error instanceof BrokerError)) return undefined;
  const { consentId, consentUrl, expiresAt, missingScopes, reason } = error.members as ConsentMembers;
  switch (error.code) {
    case 'consent_required':
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

/** As `refusalOf` fills them; which of them are there depends on the code. */
interface ConsentMembers extends Record<string, unknown> {
  readonly consentId: string;
  readonly consentUrl: string;
  readonly expiresAt: string;
  readonly missingScopes: readonly string[];
  readonly reason: string;
}

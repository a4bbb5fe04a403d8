import { batchTokensRequest, type grpc, issueHandleRequest, issueTokenRequest } from '@app/contract';
import { decoded, textOf } from '../grpc/decode.js';
import { consentOutcomeOf, handleMessageOf, tokenMessageOf } from '../grpc/hand-out-messages.js';
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
      return { token: tokenMessageOf(await this.handOutToken.execute(askedOf(body, askingOf(call)))) };
    } catch (error) {
      const outcome = consentOutcomeOf(error);
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
          ? { token: tokenMessageOf(outcome.token) }
          : (consentOutcomeOf(outcome.error) ?? { error: call.refusal(outcome.error) }),
      ),
    };
  };

  readonly getHandle = async (request: grpc.GetHandleRequest, call: GrpcCall): Promise<grpc.GetHandleResponse> => {
    const body = decoded(issueHandleRequest, { ...bodyOf(request), ttlSeconds: request.ttl_seconds });
    const wanted = { ttlSeconds: body.ttlSeconds, certificateHash: call.certificate?.hash ?? null, keyHash: null };
    try {
      return { handle: handleMessageOf(await this.handOutHandle.execute(askedOf(body, askingOf(call)), wanted)) };
    } catch (error) {
      const outcome = consentOutcomeOf(error);
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

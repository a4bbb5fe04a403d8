import { type ExchangeAuthCodeResponse, exchangeAuthCodeRequest, type GrantResponse, type grpc } from '@app/contract';
import { BrokerError } from '@app/errors';
import { decoded, textOf, timestampOf } from '../grpc/decode.js';
import { consentOutcomeOf, handleMessageOf, tokenMessageOf } from '../grpc/hand-out-messages.js';
import type { GrpcCall } from '../grpc/methods.js';
import type { BringCode } from './bring-code.js';
import { type ExchangeAsked, exchangeAskedOf } from './exchange-asked.js';

/** `ExchangeAuthCode`: what `ExchangeController` is to REST. */
export class ExchangeGrpc {
  constructor(private readonly bringCode: BringCode) {}

  readonly exchangeAuthCode = async (
    request: grpc.ExchangeAuthCodeRequest,
    { caller, certificate, requestId, patienceSeconds }: GrpcCall,
  ): Promise<grpc.ExchangeAuthCodeResponse> => {
    const body = decoded(exchangeAuthCodeRequest, {
      application: request.application,
      authCode: request.auth_code,
      channel: request.channel,
      corpId: textOf(request.corp_id),
      expectedUserId: textOf(request.expected_user_id),
      expectedUnionId: textOf(request.expected_union_id),
      handOut: request.hand_out ? { ...request.hand_out, purpose: textOf(request.hand_out.purpose) } : undefined,
    });
    const asked = exchangeAskedOf(body, {
      callerId: caller.callerId,
      certificateHash: certificate?.hash ?? null,
      requestId,
      patienceSeconds,
    });
    return this.answered(asked).catch((error: unknown) => this.outcomeOf(error, asked));
  };

  private async answered(asked: ExchangeAsked): Promise<grpc.ExchangeAuthCodeResponse> {
    return messageOf(await this.bringCode.execute(asked));
  }

  /** The grant is there, and what was to be handed out of it needs the person first; or it could not be said whose it is. */
  private async outcomeOf(error: unknown, asked: ExchangeAsked): Promise<grpc.ExchangeAuthCodeResponse> {
    const outcome = consentOutcomeOf(error);
    if (!outcome) throw error;
    if (!(error instanceof BrokerError) || error.members.grantId === undefined) return outcome;
    const { grant } = await this.answered({ ...asked, handOut: undefined });
    return { grant, ...outcome };
  }
}

function messageOf({ grant, token, handle }: ExchangeAuthCodeResponse): grpc.ExchangeAuthCodeResponse {
  return {
    grant: grantMessageOf(grant),
    ...(token && { token: tokenMessageOf(token) }),
    ...(handle && { handle: handleMessageOf(handle) }),
  };
}

function grantMessageOf(grant: GrantResponse): grpc.Grant {
  const time = (instant: string | null) => (instant === null ? undefined : timestampOf(new Date(instant)));
  return {
    id: grant.id,
    application: grant.application,
    corp_id: grant.corpId,
    user_id: grant.userId ?? '',
    union_id: grant.unionId,
    name: grant.name,
    state: grant.state,
    reason: grant.reason ?? '',
    channel: grant.channel,
    scopes: grant.scopes,
    observed_at: time(grant.observedAt),
    access_token_expires_at: time(grant.accessTokenExpiresAt),
    created_at: time(grant.createdAt),
    last_handout_at: time(grant.lastHandoutAt),
    ends_at: time(grant.endsAt),
    once: grant.once,
  };
}

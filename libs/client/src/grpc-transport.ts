import type { grpc } from '@app/contract';
import type { GrpcChannel } from './grpc-channel.js';
import { DingTalkHandle, DingTalkToken, type HandleRequest, type TokenRequest } from './handed-out.js';
import { TokenBrokerError } from './outcome.js';
import { type Call, maxWaitSecondsOf, type Refused, type Transport } from './transport.js';

/** `GetToken` and `GetHandle`. */
export class GrpcTransport implements Transport {
  constructor(private readonly channel: GrpcChannel) {}

  async getToken(request: TokenRequest & Partial<Refused>, call: Call): Promise<DingTalkToken> {
    const answer = await this.channel.call<grpc.GetTokenResponse>('GetToken', messageOf(request, call), call);
    const { token } = answer;
    if (!token) throw unfulfilled(answer);
    return new DingTalkToken(token.access_token, {
      expiresAt: dateOf(token.expires_at),
      scopes: token.scopes,
      application: token.application,
      corpId: token.corp_id,
      userId: token.user_id || null,
      unionId: token.union_id,
      grantId: token.grant_id,
      handoutId: token.handout_id,
    });
  }

  async getHandle({ ttlSeconds, ...request }: HandleRequest & Partial<Refused>, call: Call): Promise<DingTalkHandle> {
    const message: grpc.GetHandleRequest = { ...messageOf(request, call), ttl_seconds: ttlSeconds };
    const answer = await this.channel.call<grpc.GetHandleResponse>('GetHandle', message, call);
    const { handle } = answer;
    if (!handle) throw unfulfilled(answer);
    return new DingTalkHandle(handle.handle, {
      expiresAt: dateOf(handle.expires_at),
      scopes: handle.scopes,
      handoutId: handle.handout_id,
    });
  }
}

function messageOf(request: TokenRequest & Partial<Refused>, call: Call): grpc.GetTokenRequest {
  return {
    application: request.application ?? '',
    user_id: request.userId ?? '',
    union_id: request.unionId ?? '',
    corp_id: request.corpId ?? '',
    scopes: [...request.scopes],
    minimum_seconds: request.minimumSeconds,
    max_wait_seconds: maxWaitSecondsOf(call),
    purpose: request.purpose ?? '',
    refused_handout_id: request.refusedHandoutId ?? '',
    refused_code: request.refusedCode ?? '',
  };
}

type Unfulfilled = Pick<grpc.GetTokenResponse, 'consent_required' | 'consent_pending' | 'consent_rejected'>;

/** What the person has to do first comes as an answer, not as a status. */
function unfulfilled({
  consent_required: required,
  consent_pending: pending,
  consent_rejected: rejected,
}: Unfulfilled): TokenBrokerError {
  if (required) {
    const { consent_url: consentUrl, missing_scopes: missingScopes, reason } = required;
    return new TokenBrokerError({ code: 'consent_required', consentUrl, missingScopes, reason });
  }
  if (pending) {
    const { consent_id: consentId, consent_url: consentUrl, expires_at } = pending;
    return new TokenBrokerError({ code: 'consent_pending', consentId, consentUrl, expiresAt: dateOf(expires_at) });
  }
  if (rejected) {
    const { consent_id: consentId, consent_url: consentUrl } = rejected;
    return new TokenBrokerError({ code: 'consent_rejected', consentId, consentUrl });
  }
  return new TokenBrokerError({ code: 'internal_error' }, { detail: 'an outcome that this client does not know' });
}

export function dateOf(timestamp: { seconds: number; nanos: number } | undefined): Date {
  return timestamp ? new Date(timestamp.seconds * 1000 + timestamp.nanos / 1e6) : new Date(Number.NaN);
}

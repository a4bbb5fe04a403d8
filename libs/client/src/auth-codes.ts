import { DingTalkHandle, DingTalkToken } from './handed-out.js';
import { handleOf, type RestTransport, tokenOf } from './rest-transport.js';
import type { Call } from './transport.js';

/** A code that DingTalk gave this service: the `oauthAuthCode` of an AI assistant's skill, or one of `openAuth` in the client. */
export interface AuthCodeRequest {
  /** The one that the code was issued to. */
  readonly application: string;
  /** Single use, good for five minutes. */
  readonly authCode: string;
  readonly channel: 'in_client' | 'assistant_skill';
  readonly corpId?: string;
  /** Whose it has to be; nothing is stored if it is somebody else's. */
  readonly expectedUserId?: string;
  readonly expectedUnionId?: string;
  /** What is handed out of it in the same call. */
  readonly handOut?: {
    readonly scopes: readonly string[];
    readonly delivery: 'token' | 'handle';
    readonly purpose?: string;
  };
}

/** The grant that the code became. */
export interface BroughtGrant {
  readonly grantId: string;
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string;
  /** All that the person consented to, as far as DingTalk has confirmed it. */
  readonly scopes: readonly string[];
  /** With the delivery `token`. */
  readonly token?: DingTalkToken;
  /** With the delivery `handle`. */
  readonly handle?: DingTalkHandle;
}

type Body = Readonly<Record<string, unknown>>;

export async function exchangeAuthCode(
  rest: RestTransport,
  request: AuthCodeRequest,
  call: Call,
): Promise<BroughtGrant> {
  const { grant, token, handle } = (await rest.post('/v1/grants', request, call)) as Record<string, Body | undefined>;
  return {
    grantId: String(grant?.id),
    application: String(grant?.application),
    corpId: String(grant?.corpId),
    userId: typeof grant?.userId === 'string' ? grant.userId : null,
    unionId: String(grant?.unionId),
    scopes: grant?.scopes as string[],
    ...(token && { token: tokenOf(token) }),
    ...(handle && { handle: handleOf(handle) }),
  };
}

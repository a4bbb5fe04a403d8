import type { IssueTokenRequest } from '@app/contract';

/** What a caller asks, decoded. */
export interface TokenAsked {
  readonly callerId: string;
  readonly application: string | undefined;
  readonly corpId: string | undefined;
  readonly userId: string | undefined;
  readonly unionId: string | undefined;
  readonly scopes: readonly string[];
  readonly minimumSeconds: number;
  readonly maxWaitSeconds: number;
  readonly purpose: string | undefined;
  /** DingTalk refused the token of an earlier hand-out. */
  readonly refused: { readonly handoutId: string; readonly code: string } | undefined;
  readonly requestId: string;
}

/** Who asks, by whichever transport. */
export interface Asking {
  readonly callerId: string;
  readonly requestId: string;
  /** Seconds; what the transport knows of the caller's patience beyond the request itself. */
  readonly patienceSeconds?: number;
}

/** The same from the wire, whichever transport brought it. */
export function tokenAskedOf(body: IssueTokenRequest, { callerId, requestId, patienceSeconds }: Asking): TokenAsked {
  return {
    callerId,
    application: body.application,
    corpId: body.corpId,
    userId: body.userId,
    unionId: body.unionId,
    scopes: body.scopes,
    minimumSeconds: body.minimumSeconds,
    maxWaitSeconds: Math.min(body.maxWaitSeconds, patienceSeconds ?? Number.POSITIVE_INFINITY),
    purpose: body.purpose,
    refused: refusedOf(body),
    requestId,
  };
}

function refusedOf({ refusedHandoutId, refusedCode }: IssueTokenRequest): TokenAsked['refused'] {
  if (refusedHandoutId === undefined || refusedCode === undefined) return undefined;
  return { handoutId: refusedHandoutId, code: refusedCode };
}

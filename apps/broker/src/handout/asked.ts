import type { IssueHandleRequest, IssueTokenRequest } from '@app/contract';
import type { HandOutAsked } from '../procedures/hand-out-asked.js';

/** Who asks, by whichever transport. */
export interface Asking {
  readonly callerId: string;
  readonly requestId: string;
  /** Seconds; what the transport knows of the caller's patience beyond the request itself. */
  readonly patienceSeconds?: number;
}

/** What is asked from the wire, whichever transport brought it. */
export function askedOf(
  body: IssueTokenRequest | IssueHandleRequest,
  { callerId, requestId, patienceSeconds }: Asking,
): HandOutAsked {
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

function refusedOf({ refusedHandoutId, refusedCode }: IssueTokenRequest): HandOutAsked['refused'] {
  if (refusedHandoutId === undefined || refusedCode === undefined) return undefined;
  return { handoutId: refusedHandoutId, code: refusedCode };
}

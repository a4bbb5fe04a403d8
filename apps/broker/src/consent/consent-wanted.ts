import type { CreateConsentRequest } from '@app/contract';

/** What a caller wants a person to be asked, decoded. */
export interface ConsentWanted {
  readonly callerId: string;
  readonly application: string;
  readonly scopes: readonly string[];
  readonly userId: string | undefined;
  readonly unionId: string | undefined;
  readonly corpId: string | undefined;
  readonly returnUrl: string | undefined;
  readonly reason: string | undefined;
  /** When the grant is to end by itself. */
  readonly endsAt: Date | undefined;
  /** The grant is to end with its first hand-out. */
  readonly once: boolean;
  /** The broker tells the person. */
  readonly notify: boolean;
  readonly requestId: string;
}

/** The same from the wire, whichever transport brought it. */
export function consentWantedOf(
  { expiresAt, ...body }: CreateConsentRequest,
  { callerId, requestId }: Pick<ConsentWanted, 'callerId' | 'requestId'>,
): ConsentWanted {
  return {
    callerId,
    application: body.application,
    scopes: body.scopes,
    userId: body.userId,
    unionId: body.unionId,
    corpId: body.corpId,
    returnUrl: body.returnUrl,
    reason: body.reason,
    endsAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    once: body.once,
    notify: body.notify !== undefined,
    requestId,
  };
}

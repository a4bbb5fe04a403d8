import type { ExchangeAuthCodeRequest } from '@app/contract';
import { Secret } from '@app/secret';

/** What a caller brings, decoded. */
export interface ExchangeAsked {
  readonly callerId: string;
  readonly application: string;
  readonly code: Secret;
  readonly channel: 'in_client' | 'assistant_skill';
  readonly expected: { readonly corpId?: string; readonly userId?: string; readonly unionId?: string };
  readonly handOut:
    | {
        readonly scopes: readonly string[];
        readonly delivery: 'token' | 'handle';
        readonly purpose: string | undefined;
      }
    | undefined;
  /** Seconds. */
  readonly patienceSeconds: number;
  readonly requestId: string;
  /** SHA-256 of the connection's certificate, to which a handle is bound. */
  readonly certificateHash: Buffer | null;
}

interface Asking {
  readonly callerId: string;
  readonly certificateHash: Buffer | null;
  readonly requestId: string;
  readonly patienceSeconds?: number;
}

const PATIENCE_SECONDS = 60;

/** The same from the wire, whichever transport brought it. */
export function exchangeAskedOf(body: ExchangeAuthCodeRequest, asking: Asking): ExchangeAsked {
  const { application, authCode, channel, corpId, expectedUserId, expectedUnionId, handOut } = body;
  return {
    callerId: asking.callerId,
    application,
    code: Secret.of(authCode),
    channel,
    expected: {
      ...(corpId !== undefined && { corpId }),
      ...(expectedUserId !== undefined && { userId: expectedUserId }),
      ...(expectedUnionId !== undefined && { unionId: expectedUnionId }),
    },
    handOut: handOut && { ...handOut, purpose: handOut.purpose },
    patienceSeconds: Math.min(PATIENCE_SECONDS, asking.patienceSeconds ?? Number.POSITIVE_INFINITY),
    requestId: asking.requestId,
    certificateHash: asking.certificateHash,
  };
}

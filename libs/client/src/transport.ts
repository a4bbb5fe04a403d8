import type { DingTalkHandle, DingTalkToken, HandleRequest, TokenRequest } from './handed-out.js';
import type { Patience } from './patience.js';

/** DingTalk refused what came of a hand-out, with this code. */
export interface Refused {
  readonly refusedHandoutId: string;
  readonly refusedCode: string;
}

/** How one request travels. */
export interface Call {
  readonly accessToken: string;
  readonly patience: Patience;
}

/** One way to ask the broker. Throws `TokenBrokerError`. */
export interface Transport {
  getToken(request: TokenRequest & Partial<Refused>, call: Call): Promise<DingTalkToken>;
  getHandle(request: HandleRequest & Partial<Refused>, call: Call): Promise<DingTalkHandle>;
}

/** The broker may wait for DingTalk as long as this call has, less the way back. Seconds. */
export function maxWaitSecondsOf({ patience }: Call): number {
  return Math.max(0, Math.min(60, Math.floor((patience.leftMs - 250) / 1000)));
}

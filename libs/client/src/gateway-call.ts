import type { DingTalkHandle } from './handed-out.js';
import { TokenBrokerError } from './outcome.js';
import type { Patience } from './patience.js';
import { problemOf } from './rest-transport.js';
import { retrying } from './retry.js';

/** As for `fetch`. The body is text, a form or bytes: a call may have to be made twice, which a stream cannot. */
export interface GatewayInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | Uint8Array<ArrayBuffer>;
}

interface GatewayCall {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly init: GatewayInit;
  readonly patience: Patience;
  readonly handle: () => Promise<DingTalkHandle>;
  readonly drop: (handle: DingTalkHandle) => void;
}

/**
 * One call through the gateway. It is made again only where the broker says that DingTalk has not seen it: its handle had ended, or the
 * rate was used up. A call that may have been made is never made twice.
 */
export async function callGateway(call: GatewayCall): Promise<Response> {
  let renewed = false;
  return retrying(call.patience, async () => {
    for (;;) {
      const handle = await call.handle();
      const answer = await send(call, handle);
      if (!isOfBroker(answer)) return answer;
      const problem = await problemIn(answer, call.patience);
      if (problem.code === 'unauthenticated' && !renewed) {
        renewed = true;
        call.drop(handle);
        continue;
      }
      if (problem.code === 'temporarily_unavailable') throw new MaybeMade(problem);
      throw problem;
    }
  }).catch((error: unknown) => {
    throw error instanceof MaybeMade ? error.problem : error;
  });
}

/** Keeps from being tried again what only looks as if it could be. */
class MaybeMade extends Error {
  constructor(readonly problem: TokenBrokerError) {
    super(problem.message);
  }
}

async function send({ url, fetch, init, patience }: GatewayCall, handle: DingTalkHandle): Promise<Response> {
  patience.throwIfOver();
  try {
    const headers = { ...init.headers, ...handle.headers() };
    return await fetch(url, { ...init, headers, redirect: 'error', signal: patience.signal() });
  } catch (cause) {
    patience.throwIfOver();
    throw new MaybeMade(new TokenBrokerError({ code: 'unreachable' }, { detail: 'the gateway did not answer', cause }));
  }
}

/** Why the broker did not make the call. A refusal that breaks off says as little as none: DingTalk may have seen the call. */
async function problemIn(answer: Response, patience: Patience): Promise<TokenBrokerError> {
  try {
    return problemOf(answer, (await answer.json()) as Record<string, unknown>);
  } catch (cause) {
    patience.throwIfOver();
    throw new MaybeMade(new TokenBrokerError({ code: 'unreachable' }, { detail: 'the gateway broke off', cause }));
  }
}

/** DingTalk's errors are plain JSON; the broker's are problem documents. */
function isOfBroker({ ok, headers }: Response): boolean {
  return !ok && (headers.get('content-type') ?? '').startsWith('application/problem+json');
}

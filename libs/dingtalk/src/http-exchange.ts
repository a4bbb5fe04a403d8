import type { Dispatcher } from 'undici';

/** An HTTP answer as text; whether it means anything is somebody else's question. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** No complete HTTP answer. `sent` is false only if not one byte of the request can have left. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(
    readonly reason: string,
    readonly sent: boolean,
  ) {
    super(reason);
  }
}

export interface HttpAsk {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  /** Called the moment before the first byte is written. */
  onSent?: () => void;
}

const BODY_BYTES_MAX = 1024 * 1024;

/**
 * One request, one answer, one deadline over connecting, sending and reading.
 *
 * It is written on undici's dispatch handler rather than on `request()` or `fetch()`: only the handler is told the moment before the first
 * byte is written, and that moment is what separates "DingTalk cannot have seen this refresh token" from "it may be spent".
 */
export function exchange(dispatcher: Dispatcher, ask: HttpAsk): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let over = false;
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let headers: HttpAnswer['headers'] = {};
    let bytes = 0;
    const chunks: Buffer[] = [];

    const finish = (settle: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(deadline);
      ask.signal?.removeEventListener('abort', cancel);
      settle();
    };
    const giveUp = (reason: string) => {
      finish(() => reject(new NoAnswer(reason, sent)));
      controller?.abort(new Error(reason));
    };
    const cancel = () => giveUp('cancelled');
    const deadline = setTimeout(giveUp, ask.deadlineMs, `no answer within ${ask.deadlineMs} ms`);
    ask.signal?.addEventListener('abort', cancel, { once: true });
    if (ask.signal?.aborted) {
      cancel();
      return;
    }

    dispatcher.dispatch(
      {
        origin: ask.url.origin,
        path: ask.url.pathname + ask.url.search,
        method: ask.method,
        headers: ask.headers,
        body: ask.body ?? null,
        // The deadline above is the only clock; undici's own two would cut a slow refresh short.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(started) {
          controller = started;
          // Given up while the connection was being made: whoever asked was told "not sent", so it must never be.
          if (over) {
            started.abort(new Error('given up before sending'));
            return;
          }
          sent = true;
          ask.onSent?.();
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          status = statusCode;
          headers = responseHeaders;
        },
        onResponseData(_controller, chunk) {
          bytes += chunk.length;
          if (bytes > BODY_BYTES_MAX) giveUp('the answer is larger than 1 MiB');
          else chunks.push(chunk);
        },
        onResponseEnd() {
          finish(() => resolve({ status, headers, text: Buffer.concat(chunks).toString('utf8') }));
        },
        onResponseError(_controller, error) {
          giveUp(describe(error, sent));
        },
      },
    );
  });
}

/** The system's error code only: messages may hold addresses, and undici's may hold pieces of the answer. */
function describe(error: Error & { code?: unknown }, sent: boolean): string {
  const code = typeof error.code === 'string' ? error.code : 'unknown error';
  return sent ? `the connection broke (${code})` : `no connection (${code})`;
}

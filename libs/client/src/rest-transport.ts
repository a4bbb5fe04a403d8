import { DingTalkHandle, DingTalkToken, type HandleRequest, type TokenRequest } from './handed-out.js';
import { outcomeOf, TokenBrokerError } from './outcome.js';
import type { Patience } from './patience.js';
import { type Call, maxWaitSecondsOf, type Refused, type Transport } from './transport.js';

type Body = Readonly<Record<string, unknown>>;

/** JSON over HTTP: `POST /v1/tokens` and its neighbours. */
export class RestTransport implements Transport {
  constructor(
    private readonly url: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  async getToken(request: TokenRequest & Partial<Refused>, call: Call): Promise<DingTalkToken> {
    const body = await this.post('/v1/tokens', { ...request, maxWaitSeconds: maxWaitSecondsOf(call) }, call);
    return tokenOf(body);
  }

  async getHandle(request: HandleRequest & Partial<Refused>, call: Call): Promise<DingTalkHandle> {
    const body = await this.post('/v1/handles', { ...request, maxWaitSeconds: maxWaitSecondsOf(call) }, call);
    return handleOf(body);
  }

  /** Any other route for callers. */
  async post(path: string, body: object, { accessToken, patience }: Call): Promise<Body> {
    return this.ask(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      patience,
    });
  }

  async get(path: string, { accessToken, patience }: Call): Promise<Body> {
    return this.ask(path, { method: 'GET', headers: { authorization: `Bearer ${accessToken}` }, patience });
  }

  /** One exchange. Whatever is not a success is thrown. */
  async ask(path: string, { patience, ...init }: RequestInit & { readonly patience: Patience }): Promise<Body> {
    patience.throwIfOver();
    let answer: Response;
    let text: string;
    try {
      answer = await this.fetch(`${this.url}${path}`, { ...init, redirect: 'error', signal: patience.signal() });
      text = await answer.text();
    } catch (cause) {
      patience.throwIfOver();
      throw new TokenBrokerError({ code: 'unreachable' }, { detail: `${this.url} does not answer`, cause });
    }
    const body = parsed(text);
    if (answer.ok && body) return body;
    throw problemOf(answer, body);
  }
}

export function tokenOf(body: Body): DingTalkToken {
  return new DingTalkToken(String(body.accessToken), {
    expiresAt: new Date(String(body.expiresAt)),
    scopes: body.scopes as string[],
    application: String(body.application),
    corpId: String(body.corpId),
    userId: typeof body.userId === 'string' ? body.userId : null,
    unionId: String(body.unionId),
    grantId: String(body.grantId),
    handoutId: String(body.handoutId),
  });
}

export function handleOf(body: Body): DingTalkHandle {
  return new DingTalkHandle(String(body.handle), {
    expiresAt: new Date(String(body.expiresAt)),
    scopes: body.scopes as string[],
    handoutId: String(body.handoutId),
  });
}

/** Problem documents of RFC 9457, and of RFC 6749 section 5.2 at `/oauth2/*`: both carry our code. */
export function problemOf(answer: Pick<Response, 'status' | 'headers'>, body: Body | undefined): TokenBrokerError {
  if (typeof body?.code !== 'string') {
    const detail = `an answer with status ${answer.status} that is not a broker’s`;
    return new TokenBrokerError({ code: 'unreachable' }, { detail });
  }
  const detail = body.detail ?? body.error_description;
  return new TokenBrokerError(outcomeOf(body.code, body), {
    detail: typeof detail === 'string' ? detail : undefined,
    requestId: typeof body.requestId === 'string' ? body.requestId : undefined,
  });
}

function parsed(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

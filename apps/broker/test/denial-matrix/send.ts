import { detailsOf, type RpcClient, type RpcStatus } from '../harness/grpc.js';
import { ask } from '../harness/http.js';
import type { TestCaller } from '../harness/world.js';

/** What a caller is told instead of what it asked for. */
interface Denial {
  /** Undefined: it was served, or refused for another reason than who asks. */
  readonly code: string | undefined;
  readonly rule: string | undefined;
  /** The whole answer but for the request's id. */
  readonly text: string;
}

/** Ids of one's own, of another caller, or of nobody; and a person with a grant, or one nobody has heard of. */
export interface Things {
  readonly userId: string;
  readonly grantId: string;
  readonly handoutId: string;
  readonly consentId: string;
  readonly handle: string;
  readonly authCode: string;
}

export interface Stage {
  readonly url: string;
  readonly grpc: RpcClient;
  readonly caller: TestCaller;
  /** Of that caller. */
  readonly token: string;
}

/** How a call is made: with these credentials, or none, and about these things. */
export type Send = (stage: Stage, bearer: string | undefined, things: Things) => Promise<Denial>;

export function rest(method: string, path: (things: Things) => string, json?: (things: Things) => object): Send {
  return async ({ url }, bearer, things) => {
    const { body, text } = await ask(`${url}${path(things)}`, {
      method,
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      ...(json && { json: json(things) }),
    });
    const [first] = (body?.outcomes as { problem?: Record<string, unknown> }[] | undefined) ?? [];
    const problem = first?.problem ?? body ?? {};
    // DingTalk's own answers through the gateway have a code of theirs, and no request id of ours.
    const isOurs = typeof problem.requestId === 'string';
    return { ...denialOf(isOurs ? problem.code : undefined, problem.rule), text: withoutRequestId(text) };
  };
}

/** RFC 8693, which takes the caller's own credentials; any other bearer stands for a secret that is not its. */
export async function exchangeToken(
  { url, caller, token }: Stage,
  bearer: string | undefined,
  { userId }: Things,
): Promise<Denial> {
  const secret = bearer === token ? caller.clientSecret : bearer?.replaceAll(/[^A-Za-z0-9_-]/g, '');
  const basic = Buffer.from(`${caller.clientId}:${secret}`).toString('base64');
  const { body, text } = await ask(`${url}/oauth2/token`, {
    headers: bearer === undefined ? {} : { authorization: `Basic ${basic}` },
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: userId,
      subject_token_type: 'urn:dingtalk:params:oauth:token-type:user-id',
      audience: 'demo',
      scope: 'Contact.User.Read',
    },
  });
  return { ...denialOf(body.code, body.rule), text: withoutRequestId(text) };
}

export function restForm(path: string, form: (things: Things) => Record<string, string>): Send {
  return async ({ url }, bearer, things) => {
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const { body, text } = await ask(`${url}${path}`, { headers, form: form(things) });
    return { ...denialOf(body?.code, body?.rule), text: withoutRequestId(text) };
  };
}

export function rpc(method: string, request: (things: Things) => object): Send {
  return async ({ grpc }, bearer, things) => {
    const answer = await grpc.call(method, request(things), bearer === undefined ? {} : { token: bearer });
    const [first] = (answer.body.outcomes as { error?: RpcStatus }[] | undefined) ?? [];
    const { errorInfo } = first?.error ? detailsOf(first.error) : answer;
    const { requestId: _, ...metadata } = errorInfo?.metadata ?? {};
    const text = JSON.stringify({
      status: answer.status,
      message: answer.message,
      reason: errorInfo?.reason,
      metadata,
    });
    return { ...denialOf(errorInfo?.reason, metadata.rule), text };
  };
}

/** A stream that is opened tells a cursor first. */
export async function watch({ grpc }: Stage, bearer: string | undefined): Promise<Denial> {
  const stream = grpc.open<object>('WatchRevocations', {}, bearer === undefined ? {} : { token: bearer });
  const first = await Promise.race([stream.ended, stream.first]);
  stream.cancel();
  const errorInfo = 'errorInfo' in first ? first.errorInfo : undefined;
  return { ...denialOf(errorInfo?.reason, errorInfo?.metadata.rule), text: '' };
}

function denialOf(code: unknown, rule: unknown): Pick<Denial, 'code' | 'rule'> {
  return { code: typeof code === 'string' ? code : undefined, rule: typeof rule === 'string' ? rule : undefined };
}

export const withoutRequestId = (text: string) => text.replaceAll(/"(requestId|requestid)":"[^"]*"/g, '"$1":""');

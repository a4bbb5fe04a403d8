import type { HttpAnswer } from './http-exchange.js';

/** What DingTalk said, once its several shapes are read: a body to validate, or a problem to classify. */
export type Answer = { kind: 'success'; body: unknown } | ({ kind: 'problem' } & Problem);

export interface Problem {
  /** In our own words, fit for a log. */
  reason: string;
  httpStatus: number;
  code?: string | undefined;
  requestId?: string | undefined;
  requiredScopes: string[];
  retryAfterSeconds?: number | undefined;
}

/** The current gateway: success by HTTP status, problems as `{code, message, requestid, accessdenieddetail}` in either spelling. */
export function readGatewayAnswer(answer: HttpAnswer): Answer {
  const body = parseJson(answer.text);
  if (answer.status !== 200) return problem(answer, body, codeOf(member(body, 'code', 'Code')));
  return isObject(body) && !isBan(body) ? { kind: 'success', body } : problem(answer, body);
}

/** The legacy API: always HTTP 200, the outcome in `errcode` (number or text), the real one sometimes in `sub_code`. */
export function readLegacyAnswer(answer: HttpAnswer): Answer {
  const body = parseJson(answer.text);
  // The platform's own time-out has been seen as nothing but the number.
  const errcode = codeOf(body) ?? codeOf(member(body, 'errcode', 'code', 'Code'));
  if (answer.status === 200 && errcode === '0' && isObject(body)) return { kind: 'success', body };
  return problem(answer, body, errcode === '88' ? (codeOf(member(body, 'sub_code')) ?? errcode) : errcode);
}

function problem(answer: HttpAnswer, body: unknown, code?: string): Answer {
  const banned = isBan(body);
  const seen = code ?? (banned ? 'this address is banned' : body === undefined ? 'not JSON' : 'no code');
  return {
    kind: 'problem',
    reason: `HTTP ${answer.status}, ${seen}`,
    httpStatus: answer.status,
    code,
    requestId: codeOf(member(body, 'requestid', 'RequestId', 'request_id') ?? answer.headers['x-acs-request-id']),
    requiredScopes: requiredScopesOf(member(body, 'accessdenieddetail', 'AccessDeniedDetail')),
    retryAfterSeconds: banned ? BAN_SECONDS : secondsOf(answer.headers['retry-after']),
  };
}

/** More than 10 000 calls in 20 s from one address: five minutes of answers that are no API's. */
const BAN_SECONDS = 300;

function isBan(body: unknown): boolean {
  return member(body, 'punish') === 'deny' || member(body, 'status') === 1111;
}

/** `undefined` for anything that is not JSON. The parser's own error quotes the text, so it must not travel any further. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(body: unknown, ...spellings: string[]): unknown {
  if (!isObject(body)) return undefined;
  const spelling = spellings.find((name) => Object.hasOwn(body, name));
  return spelling === undefined ? undefined : body[spelling];
}

/** A code, an id or a scope; anything longer or stranger is treated as absent, because these reach logs and metrics. */
function codeOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[\w.:*-]{1,128}$/.test(text) ? text : undefined;
}

function requiredScopesOf(detail: unknown): string[] {
  const scopes = member(detail, 'requiredScopes', 'RequiredScopes');
  return Array.isArray(scopes) ? scopes.slice(0, 100).flatMap((scope) => codeOf(scope) ?? []) : [];
}

/** DingTalk documents no `Retry-After`; a proxy in between may send one. Seconds only, an hour at most. */
function secondsOf(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Math.min(Number(header), 3600) : undefined;
}

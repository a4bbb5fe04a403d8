import { Readable } from 'node:stream';
import type { Secret } from '@app/secret';
import { Agent } from 'undici';
import { type Problem, readGatewayAnswer } from '../answer.js';
import type { CallBudget, CallPermit } from '../call-budget.js';
import { classifyNoTurn } from '../classify.js';
import type { DingTalkCall } from '../dingtalk-calls.js';
import { DingTalkFailure, type DingTalkFate, type DingTalkRemedy } from '../dingtalk-failure.js';
import { findFailure } from '../failure-table.js';
import type { DingTalkHosts } from '../hosts.js';
import { type RefusedToken, readRefusedToken } from '../refused-token.js';
import { firstBytesOf } from './first-bytes.js';
import { DINGTALK_TOKEN_HEADER } from './in-dingtalks-place.js';
import { apiOf, type OperationRoute } from './operation-route.js';
import { answerHeadersOf, passingQueryOf, requestHeadersOf } from './passing.js';

const CONNECT_MS = 5_000;
/** DingTalk gives up on itself sooner. */
const FIRST_BYTE_MS = 60_000;
/** Between two pieces of an answer. */
const IDLE_MS = 30_000;
/** How long a call waits for its turn; longer, and the caller is told to come back. */
const BUDGET_WAIT_MS = 2_000;
const RETRY_AFTER_BUDGET_SECONDS = 1;
/** Longer ones are passed on unread. */
const REFUSAL_BYTES_MAX = 64 * 1024;
const CONNECTIONS = 256;

/** A call to pass on. */
export interface GatewayCall {
  readonly clientId: string;
  readonly route: OperationRoute;
  readonly query: URLSearchParams;
  /** As they came; what may pass is decided here. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Pulled as fast as DingTalk takes it. */
  readonly body: AsyncIterable<Buffer> | undefined;
  readonly accessToken: Secret;
  /** Ends the call on both sides. */
  readonly signal: AbortSignal;
}

/** What DingTalk said. The body is pulled as fast as it is read; whoever gets it reads it to its end or destroys it. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
  /** Present if it is a refusal that could be read. */
  readonly refusal?: GatewayRefusal;
}

/** DingTalk's no. */
export interface GatewayRefusal {
  readonly code: string | undefined;
  /** What it says of the token; undefined where it is about something else. */
  readonly token: RefusedToken | undefined;
  readonly requiredScopes: readonly string[];
  /** It was not carried out because of too many calls. */
  readonly throttled: boolean;
  readonly retryAfterSeconds: number | undefined;
}

interface GatewayCallsOptions {
  readonly hosts: DingTalkHosts;
  readonly budget: CallBudget;
  readonly onCall: (call: DingTalkCall) => void;
}

/** Calls of others, passed on with a person's token: streamed both ways, under the application's budget. Knows nothing of handles. */
export class GatewayCalls {
  private readonly agent = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_MS },
    headersTimeout: FIRST_BYTE_MS,
    bodyTimeout: IDLE_MS,
  });

  constructor(private readonly options: GatewayCallsOptions) {}

  /** Throws `DingTalkFailure` where there is no answer; `not_processed` if DingTalk cannot have seen the call. */
  async forward(call: GatewayCall): Promise<GatewayAnswer> {
    const permit = await this.permit(call);
    const startedAt = performance.now();
    const report = (outcome: DingTalkCall['outcome'], fate?: DingTalkFate, code?: string) =>
      this.options.onCall({
        operation: 'gateway',
        durationMs: performance.now() - startedAt,
        outcome,
        ...(fate && { fate }),
        ...(code && { code }),
      });
    try {
      const answer = await this.exchange(call, permit);
      report(answer.refusal ? remedyOf(answer.refusal) : 'success', 'answered', answer.refusal?.code);
      return answer;
    } catch (cause) {
      const failure = noAnswer(cause);
      report(failure.remedy, failure.fate);
      throw failure;
    } finally {
      // DingTalk has counted the call by now, however long the rest of its answer takes.
      permit.done();
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async permit({ clientId, route, signal }: GatewayCall): Promise<CallPermit> {
    // Whoever has gone takes nobody's turn.
    const patience = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_WAIT_MS)]);
    try {
      return await this.options.budget.take(clientId, apiOf(route), 'waited_for', patience);
    } catch {
      throw classifyNoTurn('gateway', BUDGET_WAIT_MS, RETRY_AFTER_BUDGET_SECONDS);
    }
  }

  private async exchange(call: GatewayCall, permit: CallPermit): Promise<GatewayAnswer> {
    const { route, headers, body, accessToken, signal } = call;
    const query = passingQueryOf(call.query).toString();
    const response = await this.agent.request({
      origin: this.options.hosts.apiUrl,
      path: query === '' ? route.path : `${route.path}?${query}`,
      method: route.operation.method,
      headers: { ...requestHeadersOf(headers), [DINGTALK_TOKEN_HEADER]: accessToken.reveal() },
      body: body ? Readable.from(telling(body, permit), { objectMode: false }) : null,
      signal,
    });
    const status = response.statusCode;
    const answer = { status, headers: answerHeadersOf(response.headers), body: response.body };
    if (status < 400) return answer;
    const { bytes, whole, again } = await firstBytesOf(response.body, REFUSAL_BYTES_MAX);
    const refused = { ...answer, body: again };
    if (!whole) return refused;
    const read = readGatewayAnswer({ status, headers: response.headers, text: bytes.toString('utf8') });
    return read.kind === 'problem' ? { ...refused, refusal: refusalOf(read) } : refused;
  }
}

/** The permit's clock starts when the first piece of the body is asked for, which is when the connection is there. */
async function* telling(body: AsyncIterable<Buffer>, permit: CallPermit): AsyncGenerator<Buffer> {
  permit.sent();
  yield* body;
}

function refusalOf({ code, httpStatus, requiredScopes, retryAfterSeconds }: Problem): GatewayRefusal {
  const row = code === undefined ? undefined : findFailure('api', code, httpStatus);
  return {
    code,
    token: code === undefined ? undefined : readRefusedToken(code),
    requiredScopes,
    throttled: httpStatus === 429 || (row?.remedy === 'transient' && row.fate === 'not_processed'),
    retryAfterSeconds: retryAfterSeconds ?? row?.retryAfterSeconds,
  };
}

function remedyOf({ throttled, token }: GatewayRefusal): DingTalkRemedy {
  if (throttled) return 'transient';
  return token === undefined ? 'fix_the_configuration' : 'ask_the_person';
}

const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The system's code only: messages may hold addresses or pieces of the answer. */
function noAnswer(cause: unknown): DingTalkFailure {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return new DingTalkFailure({
    operation: 'gateway',
    remedy: 'transient',
    fate: NEVER_CONNECTED.has(code) ? 'not_processed' : 'in_doubt',
    reason: `no answer (${typeof code === 'string' ? code : 'ended'})`,
  });
}

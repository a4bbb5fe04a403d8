import { Agent } from 'undici';
import type { z } from 'zod';
import { type Answer, readGatewayAnswer } from './answer.js';
import { type CallBudget, type CallPermit, type CallUrgency, type DingTalkApi, unlimited } from './call-budget.js';
import { classify, classifyNoAnswer, classifyNoTurn, classifyUnusable } from './classify.js';
import type { DingTalkAsk } from './dingtalk-ask.js';
import { DingTalkFailure, type DingTalkFate, type DingTalkOperation, type DingTalkRemedy } from './dingtalk-failure.js';
import { exchange, type HttpAnswer, NoAnswer } from './http-exchange.js';

const DEADLINE_MS = 5_000;
/** Giving up on a refresh too early may cost the grant: DingTalk may have rotated the token we never got. */
export const REFRESH_DEADLINE_MS = 120_000;

/** How long a call waits for its turn in the budget; longer than DingTalk takes to answer, shorter than a person waits for a page. */
const BUDGET_WAIT_MS = 10_000;
/** Upkeep has time. */
const BUDGET_WAIT_MS_OF_UPKEEP = 60_000;
const RETRY_AFTER_BUDGET_SECONDS = 2;

/** One finished call, for metrics and logs. It holds no secret. */
export interface DingTalkCall {
  operation: DingTalkOperation;
  durationMs: number;
  outcome: 'success' | DingTalkRemedy;
  fate?: DingTalkFate;
  code?: string;
  httpStatus?: number;
  requestId?: string;
}

export interface DingTalkCallOptions {
  /** Connecting, sending and reading together; 5000. */
  deadlineMs?: number;
  /** The same for a refresh; 120000. */
  refreshDeadlineMs?: number;
  /** Unlimited when left out. */
  budget?: CallBudget;
  /** It may throw; nobody hears. */
  onCall?: (call: DingTalkCall) => void;
}

/** A request before it has a deadline, and what its answer must look like. */
interface Call<T> {
  operation: DingTalkOperation;
  clientId: string;
  api: DingTalkApi;
  urgency?: CallUrgency | undefined;
  /** Taken already by whoever calls. */
  permit?: CallPermit | undefined;
  ask: DingTalkAsk;
  read?: (answer: HttpAnswer) => Answer;
  schema: z.ZodType<T>;
}

/**
 * What every call to DingTalk goes through: a turn in the application's budget, one request under one deadline, an answer that is a
 * validated value or a `DingTalkFailure`, and the hook that is told. A request is sent once and never again.
 */
export class DingTalkCalls {
  readonly #agent: Agent;
  readonly #deadlineMs: number;
  readonly #refreshDeadlineMs: number;
  readonly #budget: CallBudget;
  readonly #onCall: DingTalkCallOptions['onCall'];

  constructor({ deadlineMs, refreshDeadlineMs, budget, onCall }: DingTalkCallOptions) {
    this.#deadlineMs = deadlineMs ?? DEADLINE_MS;
    this.#refreshDeadlineMs = refreshDeadlineMs ?? REFRESH_DEADLINE_MS;
    this.#budget = budget ?? unlimited;
    this.#onCall = onCall;
    this.#agent = new Agent({ connect: { timeout: this.#refreshDeadlineMs } });
  }

  async make<T>(call: Call<T>): Promise<T> {
    const permit = call.permit ?? (await this.#permit(call));
    const startedAt = performance.now();
    try {
      const value = await this.#attempt(call, permit);
      this.#report({ operation: call.operation, durationMs: performance.now() - startedAt, outcome: 'success' });
      return value;
    } catch (error) {
      if (error instanceof DingTalkFailure) {
        const { operation, remedy, fate, code, httpStatus, requestId } = error;
        const durationMs = performance.now() - startedAt;
        this.#report({ operation, durationMs, outcome: remedy, fate, code, httpStatus, requestId });
      }
      throw error;
    } finally {
      permit.done();
    }
  }

  /** What is under way is `in_doubt` from then on. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #permit({ operation, clientId, api, urgency = 'waited_for' }: Call<unknown>): Promise<CallPermit> {
    const waitMs = urgency === 'upkeep' ? BUDGET_WAIT_MS_OF_UPKEEP : BUDGET_WAIT_MS;
    try {
      return await this.#budget.take(clientId, api, urgency, AbortSignal.timeout(waitMs));
    } catch {
      throw classifyNoTurn(operation, waitMs, RETRY_AFTER_BUDGET_SECONDS);
    }
  }

  async #attempt<T>({ operation, ask, read = readGatewayAnswer, schema }: Call<T>, permit: CallPermit): Promise<T> {
    const answer = await exchange(this.#agent, {
      ...ask,
      deadlineMs: operation === 'oauth2.refresh' ? this.#refreshDeadlineMs : this.#deadlineMs,
      onSent: permit.sent,
    }).catch((error: unknown) => {
      throw error instanceof NoAnswer ? classifyNoAnswer(operation, error) : error;
    });

    const reading = read(answer);
    if (reading.kind === 'problem') throw classify(operation, reading);

    const parsed = schema.safeParse(reading.body);
    // The issues' messages may quote the answer; their paths are field names of our own schema.
    if (!parsed.success) {
      throw classifyUnusable(
        operation,
        parsed.error.issues.map(({ path }) => path.join('.')),
      );
    }
    return parsed.data;
  }

  /** A metrics hook that throws must not turn freshly rotated tokens into an error. */
  #report(call: DingTalkCall): void {
    try {
      this.#onCall?.(call);
    } catch {
      // Nothing to tell it to: the hook is the one that tells.
    }
  }
}

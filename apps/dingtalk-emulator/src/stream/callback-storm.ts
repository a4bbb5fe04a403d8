import { setTimeout as wait } from 'node:timers/promises';
import type { CallbackAnswer, Callbacks } from './callbacks.js';

export interface StormPlan {
  readonly clientId: string;
  readonly topic: string;
  /** Sent in turn, with the number of the call in the place of each `{n}`. */
  readonly payloads: readonly object[];
  readonly perSecond: number;
  readonly seconds: number;
  readonly patienceMs: number;
}

/** Between two looks at the clock; what has become due goes together. */
const TICK_MS = 5;

/** Many callbacks at a steady rate, whether they are answered or not, and what became of them in numbers. */
export class CallbackStorm {
  private readonly startedAt = performance.now();
  private readonly durations: number[] = [];
  private readonly byConnection = new Map<string, number>();
  private readonly byCode = new Map<string, number>();
  private sent = 0;
  private answered = 0;
  private unanswered = 0;
  private answers = 0;
  private sentAgain = 0;
  private sendingMs = 0;

  constructor(
    private readonly callbacks: Callbacks,
    private readonly plan: StormPlan,
  ) {}

  /** Returns at once; the calls go on by themselves. */
  start(): this {
    void this.send();
    return this;
  }

  progress() {
    const total = Math.round(this.plan.perSecond * this.plan.seconds);
    const sorted = this.durations.toSorted((a, b) => a - b);
    const percentile = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
    const { sent, answered, unanswered, answers, sentAgain, sendingMs } = this;
    return {
      ended: answered + unanswered === total,
      sent,
      answered,
      unanswered,
      answers,
      sentAgain,
      perSecond: Math.round((sent / Math.max(1, sendingMs)) * 1000),
      medianMs: percentile(0.5),
      ninetyNinthMs: percentile(0.99),
      /** Codes of failures, of either generation of AI plugins. */
      failures: Object.fromEntries(this.byCode),
      connections: Object.fromEntries(this.byConnection),
    };
  }

  private async send(): Promise<void> {
    const { perSecond, seconds, payloads } = this.plan;
    const texts = payloads.map((payload) => JSON.stringify(payload));
    const total = Math.round(perSecond * seconds);
    while (this.sent < total) {
      const due = Math.min(total, Math.ceil(((performance.now() - this.startedAt) / 1000) * perSecond));
      while (this.sent < due) {
        const text = texts[this.sent % texts.length] ?? '{}';
        void this.one(JSON.parse(text.replaceAll('{n}', String(this.sent))));
        this.sent += 1;
      }
      this.sendingMs = performance.now() - this.startedAt;
      await wait(TICK_MS, undefined, { ref: false });
    }
  }

  private async one(payload: object): Promise<void> {
    const { clientId, topic, patienceMs } = this.plan;
    const startedAt = performance.now();
    const answer = await this.callbacks.sendCallback(clientId, topic, payload, { patienceMs });
    this.durations.push(performance.now() - startedAt);
    this.sentAgain += Math.max(0, answer.sent - 1);
    if (answer.outcome === 'unanswered') this.unanswered += 1;
    else this.count(answer);
  }

  private count({ connection, answers, response }: Extract<CallbackAnswer, { outcome: 'answered' }>): void {
    this.answered += 1;
    this.answers += answers;
    this.byConnection.set(connection, (this.byConnection.get(connection) ?? 0) + 1);
    const failure = failureIn(response);
    if (failure !== undefined) this.byCode.set(failure, (this.byCode.get(failure) ?? 0) + 1);
  }
}

function failureIn(response: unknown): string | undefined {
  const { success, code, body } = (response ?? {}) as { success?: unknown; code?: unknown; body?: unknown };
  if (success === false) return String(code);
  return typeof body === 'string' && body.includes('"success":false') ? String(JSON.parse(body).code) : undefined;
}

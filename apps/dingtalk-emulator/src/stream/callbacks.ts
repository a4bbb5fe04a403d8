import { randomUUID } from 'node:crypto';
import type { Clock } from '../world/clock.js';
import { type Ack, type Frame, frame } from './frames.js';
import type { StreamGateway } from './stream-gateway.js';

/** What became of a callback. */
export type CallbackAnswer =
  | {
      readonly outcome: 'answered';
      readonly messageId: string;
      /** The connection that answered. */
      readonly connection: string;
      /** 200, 404 for a topic it does not know, 500 when it failed. */
      readonly code: number;
      /** What the client answered: without the wrapper that most SDKs put around it, and text that holds no JSON as text. */
      readonly response: unknown;
      /** How often it was sent, to one connection after the other. */
      readonly sent: number;
      /** Answers of all copies together. */
      readonly answers: number;
    }
  | { readonly outcome: 'unanswered'; readonly messageId: string; readonly sent: number };

interface CallbackOptions {
  /** How long it may take altogether, in milliseconds. */
  readonly patienceMs?: number;
  /** A new one. */
  readonly messageId?: string;
  /** Sent so often at once, as by a server that is not sure whether it has sent it; 1. */
  readonly copies?: number;
}

const PATIENCE_MS = 10_000;
/** Timers are a little early at times; nothing is sent again for that. */
const TOO_LATE_MS = 5;

/** CALLBACK frames: calls of robots, cards and AI plugins over Stream, with the answers to them. */
export class Callbacks {
  private sent = 0;
  private answered = 0;
  private unanswered = 0;
  private sentAgain = 0;

  constructor(
    private readonly gateway: StreamGateway,
    private readonly clock: Clock,
  ) {}

  /**
   * Calls any one of the application's connections that subscribe to the topic, and waits for its answer. Where none is open it waits
   * for one, and where a connection ends without an answer the same message goes to the next one, for as long as the patience lasts.
   */
  async sendCallback(
    clientId: string,
    topic: string,
    data: object,
    { patienceMs = PATIENCE_MS, messageId = randomUUID(), copies = 1 }: CallbackOptions = {},
  ): Promise<CallbackAnswer> {
    this.sent += 1;
    const call = frame('CALLBACK', topic, data, this.clock.now(), {}, messageId);
    const deadline = performance.now() + patienceMs;
    const each = Array.from({ length: copies }, () => this.untilAnswered(clientId, topic, call, deadline));
    const first = await Promise.any(each).catch(() => undefined);
    // The copies are waited for, because the question is how many of them are answered.
    const settled = await Promise.allSettled(each);
    const sent = settled.reduce((sum, copy) => sum + (copy.status === 'fulfilled' ? copy.value.sent : 1), 0);
    if (!first) {
      this.unanswered += 1;
      return { outcome: 'unanswered', messageId, sent };
    }
    this.answered += 1;
    const answers = settled.filter(({ status }) => status === 'fulfilled').length;
    const { connection, ack } = first;
    return { outcome: 'answered', messageId, connection, code: ack.code, response: responseOf(ack), sent, answers };
  }

  /** Since the start or the last clearing. Stray answers are those of the connections that are open. */
  counts() {
    const { sent, answered, unanswered, sentAgain } = this;
    const strayAnswers = this.gateway.all().reduce((sum, connection) => sum + connection.strayAnswers, 0);
    return { sent, answered, unanswered, sentAgain, strayAnswers };
  }

  clear(): void {
    this.sent = 0;
    this.answered = 0;
    this.unanswered = 0;
    this.sentAgain = 0;
  }

  private async untilAnswered(clientId: string, topic: string, call: Frame, deadline: number) {
    const left = () => Math.max(0, Math.ceil(deadline - performance.now()));
    const signal = AbortSignal.timeout(left());
    for (let sent = 1; ; sent += 1) {
      const connection = await this.gateway.pick(clientId, { type: 'CALLBACK', topic }, signal);
      if (sent > 1) this.sentAgain += 1;
      const ack = await connection.ask(call, left());
      if (ack) return { connection: connection.id, ack, sent };
      if (left() < TOO_LATE_MS) throw new Error('unanswered');
    }
  }
}

/** The SDK for Node sends the answer of a graph call bare, those of the other languages as `{response}`. */
function responseOf({ data }: Ack): unknown {
  if (data === undefined) return null;
  try {
    const value: unknown = JSON.parse(data);
    const wrapped =
      typeof value === 'object' && value !== null && 'response' in value && Object.keys(value).length === 1;
    return wrapped ? value.response : value;
  } catch {
    return data;
  }
}

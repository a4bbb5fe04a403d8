import { setTimeout as wait } from 'node:timers/promises';
import { streamHeaders } from '../events/envelope.js';
import type { Attempt, EmulatedEvent, Push, Route, Wire } from '../events/event.js';
import type { Clock } from '../world/clock.js';
import type { Settings } from '../world/settings.js';
import { type Ack, type Frame, frame } from './frames.js';
import type { StreamGateway } from './stream-gateway.js';

/** Sends events over Stream, each to one connection, again and again until a client says SUCCESS. */
export class StreamRoute implements Route {
  constructor(
    private readonly gateway: StreamGateway,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async deliver(event: EmulatedEvent, push: Push, signal: AbortSignal): Promise<void> {
    for (;;) {
      const sent = frame('EVENT', '*', event.payload, this.clock.now(), streamHeaders(event));
      const untilNext = performance.now() + this.settings.values.eventRedeliverSeconds * 1000;
      await this.send(event, push, sent, signal);
      if (push.state === 'acknowledged') return;
      await wait(Math.max(untilNext - performance.now(), 0), undefined, { ref: false, signal });
    }
  }

  async replay(event: EmulatedEvent, push: Push, wire: Wire, signal: AbortSignal): Promise<void> {
    if (wire.via !== 'stream') return;
    await this.send(event, push, { messageId: wire.messageId, text: wire.frame }, signal, true);
  }

  private async send(
    { clientId }: EmulatedEvent,
    push: Push,
    sent: Frame,
    signal: AbortSignal,
    replay?: true,
  ): Promise<void> {
    const connection = await this.gateway.pick(clientId, { type: 'EVENT', topic: '*' }, signal);
    const attempt: Attempt = {
      attempt: push.attempts.length + 1,
      sentAt: new Date().toISOString(),
      status: 'sent',
      connection: connection.id,
      ...(replay && { replay }),
      wire: { via: 'stream', messageId: sent.messageId, frame: sent.text },
    };
    push.attempts.push(attempt);
    const ack = await connection.ask(sent, this.settings.values.eventRedeliverSeconds * 1000);
    signal.throwIfAborted();
    Object.assign(attempt, judged(ack));
    if (attempt.status !== 'acknowledged') return;
    attempt.acknowledgedAt = new Date().toISOString();
    if (!replay) push.state = 'acknowledged';
  }
}

function judged(ack: Ack | undefined): Pick<Attempt, 'status' | 'answer'> {
  if (!ack) return { status: 'failed', answer: { problem: 'unanswered' } };
  const answer = { code: ack.code, body: ack.data };
  if (ack.code !== 200) return { status: 'failed', answer: { ...answer, problem: 'wrong_code' } };
  if (ack.status === 'SUCCESS') return { status: 'acknowledged', answer };
  if (ack.status === 'LATER') return { status: 'later', answer };
  return { status: 'failed', answer: { ...answer, problem: 'no_status' } };
}

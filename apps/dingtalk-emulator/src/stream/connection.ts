import { type Ack, type Frame, readAck } from './frames.js';
import type { Opening, Subscription } from './tickets.js';
import type { WebSocket } from './web-sockets.js';

/** One open WebSocket of an application. */
export class StreamConnection {
  readonly openedAt = new Date();
  /** Told to go: it gets nothing new and is closed once its client is silent. */
  leaving = false;
  pingsSent = 0;
  pingsAnswered = 0;
  /** Answers to what was answered already, given up, or never sent. */
  strayAnswers = 0;
  /** By message id; more than one where a frame was sent in copies. */
  private readonly waiting = new Map<string, Set<(ack: Ack | undefined) => void>>();
  private lastHeardAt = performance.now();

  constructor(
    readonly id: string,
    readonly opening: Opening,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data) => this.heard(String(data)));
    socket.on('close', () => this.giveUp());
  }

  takes(wanted: Subscription): boolean {
    const { type, topic } = wanted;
    return !this.leaving && this.opening.subscriptions.some((has) => has.type === type && has.topic === topic);
  }

  get silentMs(): number {
    return performance.now() - this.lastHeardAt;
  }

  /** The answer to a frame; absent when none came in time or the connection ended. */
  ask({ messageId, text }: Frame, patienceMs: number): Promise<Ack | undefined> {
    return new Promise((resolve) => {
      const settles = this.waiting.get(messageId) ?? new Set();
      this.waiting.set(messageId, settles);
      const settle = (ack: Ack | undefined) => {
        clearTimeout(timer);
        settles.delete(settle);
        if (settles.size === 0) this.waiting.delete(messageId);
        resolve(ack);
      };
      const timer = setTimeout(settle, patienceMs, undefined).unref();
      settles.add(settle);
      this.socket.send(text);
    });
  }

  close(): void {
    this.socket.close(1000, 'disconnect');
  }

  /** From here on its silence counts. */
  leave(goodbye: Frame): void {
    this.leaving = true;
    this.lastHeardAt = performance.now();
    this.socket.send(goodbye.text);
  }

  /** Without a word, as when the network fails. */
  cut(): void {
    this.socket.terminate();
  }

  private heard(text: string): void {
    this.lastHeardAt = performance.now();
    const ack = readAck(text);
    if (!ack) return;
    const [settle] = this.waiting.get(ack.messageId) ?? [];
    if (settle) settle(ack);
    else this.strayAnswers += 1;
  }

  private giveUp(): void {
    for (const settles of [...this.waiting.values()]) for (const settle of [...settles]) settle(undefined);
  }
}

import { type Ack, type Frame, readAck } from './frames.js';
import type { Opening } from './tickets.js';
import type { WebSocket } from './web-sockets.js';

/** One open WebSocket of an application. */
export class StreamConnection {
  readonly openedAt = new Date();
  /** Told to go: it gets no more events and is closed once its client is silent. */
  leaving = false;
  pingsSent = 0;
  pingsAnswered = 0;
  private readonly waiting = new Map<string, (ack: Ack | undefined) => void>();
  private lastHeardAt = performance.now();

  constructor(
    readonly id: string,
    readonly opening: Opening,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data) => this.heard(String(data)));
    socket.on('close', () => this.giveUp());
  }

  get takesEvents(): boolean {
    return !this.leaving && this.opening.subscriptions.some(({ type }) => type === 'EVENT');
  }

  get silentMs(): number {
    return performance.now() - this.lastHeardAt;
  }

  /** The answer to a frame; absent when none came in time or the connection ended. */
  ask({ messageId, text }: Frame, patienceMs: number): Promise<Ack | undefined> {
    return new Promise((resolve) => {
      const settle = (ack: Ack | undefined) => {
        clearTimeout(timer);
        this.waiting.delete(messageId);
        resolve(ack);
      };
      const timer = setTimeout(settle, patienceMs, undefined).unref();
      this.waiting.set(messageId, settle);
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
    if (ack) this.waiting.get(ack.messageId)?.(ack);
  }

  private giveUp(): void {
    for (const settle of this.waiting.values()) settle(undefined);
  }
}

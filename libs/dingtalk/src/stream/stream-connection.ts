import { setTimeout as pause } from 'node:timers/promises';
import { Secret } from '@app/secret';
import { DWClient, type DWClientDownStream, EventAck } from 'dingtalk-stream';
import type { DingTalkEvent } from '../events/dingtalk-event.js';
import { eventOfFrame } from '../events/event-envelope.js';
import { replyTo, type StreamCall, type StreamCalls, type StreamReply, unknownTopic } from './stream-call.js';
import type { StreamTicket } from './stream-ticket.js';
import type { ReplyLine, TakenCalls } from './taken-calls.js';
import { WebSocket } from './web-socket.js';

export interface StreamConnectionOptions {
  readonly clientId: string;
  readonly askForTicket: () => Promise<StreamTicket>;
  /** Resolves when the event is safe; only then DingTalk is told so. */
  readonly store?: ((event: DingTalkEvent) => Promise<void>) | undefined;
  readonly calls?: StreamCalls | undefined;
  /** Of all connections of the application, because a call may come again over another one. */
  readonly taken: TakenCalls;
  /** Asks the other end for a sign of life this often, and gives it up when there was none until the next time. Milliseconds. */
  readonly pingEveryMs: number;
}

/** Why a connection is no longer to be relied on. */
export type StreamEnd = 'closed' | 'asked_to_leave';

const CONNECT_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 1_000;
/** Calls that take longer are cut off; DingTalk may send them again. */
const ANSWER_WITHIN_MS = 10_000;
/** An event with ten thousand people in it is smaller. */
const FRAME_BYTES_MAX = 4 * 1024 * 1024;
/** The SDK wants one to be set. The secret itself is only ever in the request for the ticket. */
const NOT_THE_SECRET = 'not kept here';

/**
 * One connection of Stream mode on the official SDK, which knows the frames and how they are answered. Replaced here is what the SDK does
 * that a broker must not do: acknowledge before the event is stored, print to the console, end the process over a frame that is not
 * JSON, and open connections by itself.
 */
export class StreamConnection extends DWClient implements ReplyLine {
  /** Settles once, and never rejects. */
  readonly end: Promise<StreamEnd>;
  #ended: (end: StreamEnd) => void = () => undefined;
  #ticket: StreamTicket | undefined;
  #webSocket: WebSocket | undefined;
  /** Events are stored one after the other, in the order in which they came. */
  #storing: Promise<void> = Promise.resolve();
  /** Calls are answered as they are done, whatever their order. */
  readonly #answering = new Set<Promise<void>>();

  constructor(private readonly options: StreamConnectionOptions) {
    super({ clientId: options.clientId, clientSecret: NOT_THE_SECRET });
    this.end = new Promise((resolve) => {
      this.#ended = resolve;
    });
  }

  /** Throws `DingTalkFailure`, or what became of the connection, without its address, which holds the ticket. */
  override async connect(): Promise<void> {
    await this.getEndpoint();
    await this._connect();
  }

  override async getEndpoint(): Promise<this> {
    this.#ticket = await this.options.askForTicket();
    return this;
  }

  override async _connect(): Promise<void> {
    if (!this.#ticket) throw new Error('Stream mode: a ticket comes before the connection');
    const address = new URL(this.#ticket.endpoint);
    address.searchParams.set('ticket', this.#ticket.ticket.reveal());
    const socket = new WebSocket(address, { handshakeTimeout: CONNECT_WITHIN_MS, maxPayload: FRAME_BYTES_MAX });
    this.#webSocket = socket;
    // The SDK answers through the member that it would have filled itself.
    Object.assign(this, { socket });
    socket.on('message', (data) => this.onDownStream(data.toString('utf8')));
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => {
        // At once: a call may have come with the answer to the handshake.
        this.connected = true;
        resolve();
      });
      socket.on('error', () => reject(new Error('Stream mode: the connection was refused or broke')));
      socket.on('close', () => reject(new Error('Stream mode: the connection was closed at once')));
    });
    this.#watch(socket);
  }

  /** Lets what has arrived be stored and answered, then closes. */
  async leave(): Promise<void> {
    await this.#storing;
    await Promise.race([Promise.all(this.#answering), pause(ANSWER_WITHIN_MS, undefined, { ref: false })]);
    const socket = this.#webSocket;
    if (!socket || !this.connected) return;
    const giveUp = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
    const closed = new Promise<void>((resolve) => socket.on('close', resolve));
    socket.close();
    await closed;
    clearTimeout(giveUp);
  }

  override disconnect(): void {
    void this.leave();
  }

  override onDownStream(text: string): void {
    const frame = frameOf(text);
    if (frame?.type === 'SYSTEM') this.onSystem(frame);
    if (frame?.type === 'EVENT') this.onEvent(frame);
    if (frame?.type === 'CALLBACK') this.onCallback(frame);
  }

  /** The ping is answered by the SDK. When DingTalk asks to leave, this connection serves on until there is another. */
  override onSystem(frame: DWClientDownStream): void {
    if (frame.headers.topic === 'disconnect') this.#ended('asked_to_leave');
    else super.onSystem(frame);
  }

  override onEvent(frame: DWClientDownStream): void {
    this.#storing = this.#storing.then(() => this.#storeAndAnswer(frame));
  }

  override onCallback({ headers: { topic, messageId }, data }: DWClientDownStream): void {
    const { calls, taken } = this.options;
    if (!calls?.topics.includes(topic)) {
      this.reply(messageId, unknownTopic);
      return;
    }
    const answered = taken.take(messageId, this, (isAwaited) => {
      const call: StreamCall = { topic, messageId, data: Secret.of(String(data)), isAwaited };
      return replyTo(call, calls.answer);
    });
    this.#answering.add(answered);
    void answered.finally(() => this.#answering.delete(answered));
  }

  /** The SDK has no word for a call that failed. */
  reply(messageId: string, { code, message, data }: StreamReply): void {
    const headers = { contentType: 'application/json', messageId };
    this.#webSocket?.send(JSON.stringify({ code, headers, message, data }));
  }

  async #storeAndAnswer(frame: DWClientDownStream): Promise<void> {
    let status = EventAck.SUCCESS;
    try {
      await this.options.store?.(eventOfFrame(frame, new Date()));
    } catch {
      // Whoever could not store it has said why. DingTalk sends it again.
      status = EventAck.LATER;
    }
    if (this.connected) this.send(frame.headers.messageId, { status });
  }

  #watch(socket: WebSocket): void {
    let alive = true;
    const hear = () => {
      alive = true;
    };
    const heartbeat = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, this.options.pingEveryMs);
    socket.on('message', hear);
    socket.on('pong', hear);
    socket.on('close', () => {
      clearInterval(heartbeat);
      this.connected = false;
      this.#ended('closed');
    });
  }
}

/** Undefined for what has not the form of a frame that can be answered. */
function frameOf(text: string): DWClientDownStream | undefined {
  let frame: Partial<DWClientDownStream> | null;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  const messageId: unknown = frame?.headers?.messageId;
  return typeof messageId === 'string' && messageId !== '' ? (frame as DWClientDownStream) : undefined;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { DingTalkCredentials } from '../credentials.js';
import type { DingTalkClient } from '../dingtalk-client.js';
import type { DingTalkEvent } from '../events/dingtalk-event.js';
import type { StreamCalls } from './stream-call.js';
import { StreamConnection } from './stream-connection.js';
import type { StreamSubscription } from './stream-ticket.js';
import { TakenCalls } from './taken-calls.js';

export interface DingTalkStreamOptions {
  readonly client: DingTalkClient;
  readonly application: DingTalkCredentials;
  /**
   * Resolves when the event is safe: only then it is acknowledged. Rejects: DingTalk is asked to send it again later. Left out: the
   * application wants no events.
   */
  readonly store?: ((event: DingTalkEvent) => Promise<void>) | undefined;
  /** Left out: it takes no calls. */
  readonly calls?: StreamCalls | undefined;
  readonly onOpen?: () => void;
  /** The connection could not be made, or is gone; it is made again by itself. The cause holds no secret. */
  readonly onTrouble?: (cause: unknown) => void;
  /** 30000. */
  readonly pingEveryMs?: number;
  /** The first pause before another attempt, which doubles up to 64 of it; 1000. */
  readonly pauseMs?: number;
}

const PING_EVERY_MS = 30_000;
const PAUSE_MS = 1_000;
const DOUBLINGS_MAX = 6;
/** A connection that lived this many pauses was a good one: whatever ended it, the next attempt is the first again. */
const GOOD_AFTER_PAUSES = 10;

/**
 * What DingTalk tells and asks one application over Stream mode: keeps one connection open for all of it, by one loop, until it is closed. DingTalk
 * gives each event and each call to any one connection of the application, so every replica may have one.
 * https://open.dingtalk.com/document/development/stream
 */
export class DingTalkStream {
  readonly #options: DingTalkStreamOptions;
  readonly #closing = new AbortController();
  readonly #taken = new TakenCalls();
  #started = false;
  #connection: StreamConnection | undefined;

  constructor(options: DingTalkStreamOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#keepOpen();
  }

  /** What has arrived is stored and answered first. A connection that is just being made is not waited for, and closed when it is. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection?.leave();
  }

  async #keepOpen(): Promise<void> {
    const { signal } = this.#closing;
    const { pauseMs = PAUSE_MS, onTrouble } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        const connection = await this.#open();
        if ((await connection.end) === 'closed' && !signal.aborted)
          onTrouble?.(new Error('Stream mode: the connection was closed'));
      } catch (cause) {
        if (!signal.aborted) onTrouble?.(cause);
      }
      failures = performance.now() - startedAt > GOOD_AFTER_PAUSES * pauseMs ? 0 : failures + 1;
      // Half of it by chance, so that replicas that lost their connections together do not come back together.
      const wait = pauseMs * 2 ** Math.min(failures, DOUBLINGS_MAX) * (0.5 + Math.random() / 2);
      if (failures > 0) await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The connection before, if DingTalk asked for another one, serves until the new one is open. */
  async #open(): Promise<StreamConnection> {
    const { client, application, store, calls, onOpen, pingEveryMs = PING_EVERY_MS } = this.#options;
    const subscriptions: StreamSubscription[] = (calls?.topics ?? []).map((topic) => ({ type: 'CALLBACK', topic }));
    if (store) subscriptions.unshift({ type: 'EVENT', topic: '*' });
    const connection = new StreamConnection({
      clientId: application.clientId,
      askForTicket: () => client.openStream(application, subscriptions),
      store,
      calls,
      taken: this.#taken,
      pingEveryMs,
    });
    await connection.connect();
    const before = this.#connection;
    this.#connection = connection;
    void before?.leave();
    onOpen?.();
    if (this.#closing.signal.aborted) await connection.leave();
    return connection;
  }
}

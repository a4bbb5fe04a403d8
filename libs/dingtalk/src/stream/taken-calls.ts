import { LRUCache } from 'lru-cache';
import type { StreamReply } from './stream-call.js';

/** Where a reply can go, for as long as it is open. */
export interface ReplyLine {
  readonly connected: boolean;
  reply(messageId: string, reply: StreamReply): void;
}

interface Taken {
  /** The last one the call came over. */
  line: ReplyLine;
  reply?: StreamReply;
  repliedOver?: ReplyLine;
}

/** DingTalk's own SDK for Python takes a message for the same this long. */
const REMEMBER_MS = 5 * 60_000;
/** Replies may be long; a call that comes again when so many others were answered since is taken for a new one. */
const REMEMBER_MOST = 5_000;

/** What becomes of a call; undefined if nothing did, because it was not awaited. */
type Work = (isAwaited: () => boolean) => Promise<StreamReply | undefined>;

/**
 * Calls this process has taken. One that comes again is not worked on again: if its reply went over a connection that still stands, it
 * has arrived; if that connection broke, the same reply goes over the new one.
 */
export class TakenCalls {
  readonly #underWay = new Map<string, Taken>();
  readonly #replied = new LRUCache<string, Taken>({ max: REMEMBER_MOST, ttl: REMEMBER_MS });

  /** Resolves when the reply is sent, or when there is no connection left to send it over. */
  async take(messageId: string, line: ReplyLine, work: Work): Promise<void> {
    const before = this.#underWay.get(messageId) ?? this.#replied.get(messageId);
    if (before) {
      before.line = line;
      this.#send(messageId, before);
      return;
    }
    const taken: Taken = { line };
    this.#underWay.set(messageId, taken);
    const reply = await work(() => taken.line.connected);
    this.#underWay.delete(messageId);
    if (!reply) return;
    taken.reply = reply;
    this.#replied.set(messageId, taken);
    this.#send(messageId, taken);
  }

  #send(messageId: string, taken: Taken): void {
    const { line, reply, repliedOver } = taken;
    if (!reply || repliedOver?.connected || !line.connected) return;
    taken.repliedOver = line;
    line.reply(messageId, reply);
  }
}

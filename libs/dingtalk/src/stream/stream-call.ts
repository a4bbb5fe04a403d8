import type { Secret } from '@app/secret';

/** A call of DingTalk over Stream mode: of a plugin, a card, a robot. */
export interface StreamCall {
  readonly topic: string;
  /** The same when DingTalk sends the call again. */
  readonly messageId: string;
  /** JSON, as it came. It may hold a person's token. */
  readonly data: Secret;
  /** False from when the connection it came over broke until it comes again: an answer would go nowhere. */
  readonly isAwaited: () => boolean;
}

/** Which calls an application takes, and who answers them. */
export interface StreamCalls {
  readonly topics: readonly string[];
  /**
   * What DingTalk is told, as `response`. Undefined where nothing was done because the call was not awaited: it is taken anew if it comes
   * again. Rejects: DingTalk hears of an internal error.
   */
  readonly answer: (call: StreamCall) => Promise<object | undefined>;
}

/** What a client says to a call, in the words of Stream mode. */
export interface StreamReply {
  /** 200; 404 for a topic that is not taken, 500 when it failed. */
  readonly code: number;
  readonly message: string;
  readonly data: string;
}

export const unknownTopic: StreamReply = { code: 404, message: 'unknown topic', data: '{"response":null}' };
const failed: StreamReply = { code: 500, message: 'internal error', data: '{"response":null}' };

/** The answer in its wrapper; undefined if there is none. Never rejects. */
export async function replyTo(call: StreamCall, answer: StreamCalls['answer']): Promise<StreamReply | undefined> {
  try {
    const response = await answer(call);
    return response && { code: 200, message: 'OK', data: JSON.stringify({ response }) };
  } catch {
    // Whoever could not answer it has said why.
    return failed;
  }
}

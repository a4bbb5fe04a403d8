import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PushKeys, seal, UnsealError, unseal } from '../src/events/callback-crypto.js';

export interface ReceivedPush {
  readonly url: URL;
  readonly body: string;
  /** The message, or why it could not be opened. */
  readonly message: Record<string, unknown> | string;
}

type Reaction = 'success' | 'wrong_word' | 'foreign_answer' | 'plain' | 500 | 'silence';

/** An application's end of HTTP pushes: opens what comes, and answers as told. */
export class EventReceiver {
  readonly received: ReceivedPush[] = [];
  /** Taken one by one; when there are none left, everything is answered properly. */
  readonly reactions: Reaction[] = [];

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(keys: PushKeys): Promise<EventReceiver> {
    let receiver: EventReceiver | undefined;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://receiver');
        const answer = receiver?.take(keys, url, Buffer.concat(chunks).toString());
        if (answer) response.writeHead(answer.status).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    receiver = new EventReceiver(`http://127.0.0.1:${port}/events?of=mine`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return receiver;
  }

  private take(keys: PushKeys, url: URL, body: string): { status: number; body: string } | undefined {
    const reaction = this.reactions.shift() ?? 'success';
    this.received.push({ url, body, message: opened(keys, url, body) });
    if (reaction === 'silence') return undefined;
    if (reaction === 500) return { status: 500, body: '' };
    if (reaction === 'plain') return { status: 200, body: 'success' };
    const own = reaction === 'foreign_answer' ? { ...keys, token: `${keys.token}1` } : keys;
    const stamp = { timestamp: '1614767836', nonce: 'abc' };
    const { signature, timestamp, nonce, encrypt } = seal(own, reaction === 'wrong_word' ? 'ok' : 'success', stamp);
    return { status: 200, body: JSON.stringify({ msg_signature: signature, timeStamp: timestamp, nonce, encrypt }) };
  }
}

function opened(keys: PushKeys, { searchParams }: URL, body: string): Record<string, unknown> | string {
  const value = (name: string) => searchParams.get(name) ?? '';
  const { encrypt } = JSON.parse(body) as { encrypt: string };
  try {
    const sealed = { signature: value('msg_signature'), timestamp: value('timestamp'), nonce: value('nonce'), encrypt };
    return JSON.parse(unseal(keys, sealed)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof UnsealError) return error.reason;
    throw error;
  }
}

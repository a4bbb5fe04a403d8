import { WebSocket } from 'undici';
import type { EmulatorUnderTest } from './emulator-under-test.js';
import { SEED_SECRET } from './emulator-under-test.js';

export interface ReceivedFrame {
  readonly type: string;
  readonly headers: Record<string, string>;
  readonly data: string;
}

type Reaction = 'SUCCESS' | 'LATER' | 'wrong_code' | 'silence';
type CallbackReaction = 'wrapped' | 'bare' | 'twice' | 'silence';
export const TOPIC = '/v1.0/agi/plugins/callback';

/** An application's end of a Stream connection, answering events and callbacks as told. */
export class StreamClient {
  readonly frames: ReceivedFrame[] = [];
  /** Taken one by one; when there are none left, every event is acknowledged. */
  readonly reactions: Reaction[] = [];
  /** The same for callbacks, which else are answered with `{response: {echo: …}}`. */
  readonly callbackReactions: CallbackReaction[] = [];
  readonly closed: Promise<void>;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(String(data))));
    this.closed = new Promise((resolve) => socket.addEventListener('close', () => resolve()));
  }

  static async connect(emulator: EmulatorUnderTest, clientId: string): Promise<StreamClient> {
    const subscriptions = [
      { type: 'EVENT', topic: '*' },
      { type: 'CALLBACK', topic: TOPIC },
    ];
    const { endpoint, ticket } = await openConnection(emulator, { clientId, subscriptions });
    return StreamClient.at(`${endpoint}?ticket=${ticket}`);
  }

  /** @throws when the gateway does not let the client in */
  static async at(url: string): Promise<StreamClient> {
    const socket = new WebSocket(url);
    const client = new StreamClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('not let in')));
    });
    return client;
  }

  get events(): ReceivedFrame[] {
    return this.frames.filter(({ type }) => type === 'EVENT');
  }

  get callbacks(): ReceivedFrame[] {
    return this.frames.filter(({ type }) => type === 'CALLBACK');
  }

  close(): void {
    this.socket.close();
  }

  private receive(received: ReceivedFrame): void {
    this.frames.push(received);
    const { type, headers, data } = received;
    if (type === 'SYSTEM' && headers.topic === 'ping') this.answer(headers, 200, data);
    if (type === 'CALLBACK') this.answerCallback(received);
    if (type !== 'EVENT') return;
    const reaction = this.reactions.shift() ?? 'SUCCESS';
    if (reaction === 'silence') return;
    const status = reaction === 'LATER' ? 'LATER' : 'SUCCESS';
    this.answer(headers, reaction === 'wrong_code' ? 500 : 200, JSON.stringify({ status }));
  }

  private answerCallback({ headers, data }: ReceivedFrame): void {
    const reaction = this.callbackReactions.shift() ?? 'wrapped';
    if (reaction === 'silence') return;
    const echo = { echo: JSON.parse(data) };
    const answer = JSON.stringify(reaction === 'bare' ? echo : { response: echo });
    this.answer(headers, 200, answer);
    if (reaction === 'twice') this.answer(headers, 200, answer);
  }

  private answer({ messageId }: Record<string, string>, code: number, data: string): void {
    const headers = { messageId, contentType: 'application/json' };
    this.socket.send(JSON.stringify({ code, headers, message: 'OK', data }));
  }
}

export async function openConnection(
  emulator: EmulatorUnderTest,
  fields: object,
): Promise<{ endpoint: string; ticket: string }> {
  const response = await fetch(`${emulator.url}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ clientSecret: SEED_SECRET, ...fields }),
    signal: AbortSignal.timeout(60_000),
  });
  return (await response.json()) as { endpoint: string; ticket: string };
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** One message as it came in. */
export interface ReceivedMessage {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Somebody who is told of events, answers what it is told to answer, and keeps what it got. */
export class WebhookReceiver {
  readonly messages: ReceivedMessage[] = [];
  /** What to answer from now on. */
  answer: { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } = {
    status: 204,
  };

  private constructor(
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(
      `http://127.0.0.1:${port}/in`,
      () => new Promise((resolve) => server.close(() => resolve())),
    );
    server.on('request', async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { type, data } = JSON.parse(body) as Pick<ReceivedMessage, 'type' | 'data'>;
      const id = String(request.headers['webhook-id']);
      receiver.messages.push({ id, headers: request.headers, body, type, data });
      const { status, body: answer = '', headers = {} } = receiver.answer;
      response.writeHead(status, { connection: 'close', ...headers }).end(answer);
    });
    return receiver;
  }

  of(type: string): ReceivedMessage[] {
    return this.messages.filter((message) => message.type === type);
  }

  /** Throws unless it was signed with this secret. */
  verify({ body, headers }: ReceivedMessage, secret: string): void {
    new Webhook(secret).verify(body, headers as Record<string, string>);
  }

  async stop(): Promise<void> {
    await this.end();
  }
}

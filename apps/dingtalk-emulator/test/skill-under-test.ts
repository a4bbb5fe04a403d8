import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedCall {
  readonly method: string | undefined;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown> | undefined;
}

/** A skill that keeps what it was called with and answers as told. */
export class SkillUnderTest {
  readonly calls: ReceivedCall[] = [];
  /** None: it never answers. */
  answer: { status: number; text: string } | undefined = { status: 200, text: '{"created":true}' };

  private constructor(private readonly server: ReturnType<typeof createServer>) {
    server.on('request', (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { method, headers, url = '/' } = request;
        const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
        this.calls.push({ method, url: new URL(url, this.url), headers, body });
        if (!this.answer) return;
        const { status, text: answer } = this.answer;
        response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
      });
    });
  }

  static async start(): Promise<SkillUnderTest> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SkillUnderTest(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

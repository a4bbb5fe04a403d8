import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * `pass`: as if it were not there. `hold_requests`, `hold_answers`: bytes of that direction wait. `hold_all`: both wait, as when a
 * cable is out; what was sent arrives when it is back. `refuse`: connections are reset as soon as they are made, and nothing passes on
 * those there are.
 */
export type Passage = 'pass' | 'hold_requests' | 'hold_answers' | 'hold_all' | 'refuse';

/** Sees the answers of one connection in order and says what of them goes on to the client. */
export type AnswerFilter = (chunk: Buffer) => Buffer;

interface FaultProxyOptions {
  /** Where it leads, as an address with a port. */
  readonly target: string;
  /** One filter for each connection. */
  readonly filter?: () => AnswerFilter;
}

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly requests: Buffer[];
  readonly answers: Buffer[];
}

/** The network between two programs, on the loopback, to be broken on purpose. */
export class FaultProxy {
  private readonly lines = new Set<Line>();
  private passage: Passage = 'pass';

  private constructor(
    private readonly server: Server,
    private readonly options: FaultProxyOptions,
  ) {}

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const server = createServer((client) => proxy.accept(client));
    const proxy = new FaultProxy(server, options);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  /** The target's address with this proxy's host and port in it. */
  get url(): string {
    const url = new URL(this.options.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href.replace(/\/$/, '');
  }

  /** Connections on which something waits right now. */
  get holding(): number {
    return [...this.lines].filter(({ requests, answers }) => requests.length + answers.length > 0).length;
  }

  set(passage: Passage): void {
    this.passage = passage;
    for (const line of this.lines) this.flush(line);
  }

  /** Resets every connection; what was held on them is lost. */
  cut(): void {
    for (const { client, upstream } of this.lines) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.passage === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const { hostname, port } = new URL(this.options.target);
    const upstream = connect({ host: hostname, port: Number(port) });
    const line: Line = { client, upstream, requests: [], answers: [] };
    this.lines.add(line);
    const filter = this.options.filter?.() ?? ((chunk: Buffer) => chunk);
    client.on('data', (chunk) => {
      line.requests.push(chunk);
      this.flush(line);
    });
    upstream.on('data', (chunk) => {
      const passed = filter(chunk);
      if (passed.length > 0) line.answers.push(passed);
      this.flush(line);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.lines.delete(line);
        other.destroy();
      });
    }
  }

  private flush({ client, upstream, requests, answers }: Line): void {
    const closed: Passage[] = ['hold_all', 'refuse'];
    const open = (held: Passage) => this.passage !== held && !closed.includes(this.passage);
    if (open('hold_requests')) for (const chunk of requests.splice(0)) upstream.write(chunk);
    if (open('hold_answers')) for (const chunk of answers.splice(0)) client.write(chunk);
  }
}

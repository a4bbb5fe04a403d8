import { connect, createServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** A statement as a client sent it, with its parameters in text or bytes. */
export interface RecordedStatement {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
}

const HEADER_BYTES = 5;

/** Between a broker and its PostgreSQL: passes on every byte, and remembers which statements went by. */
export class StatementRecorder {
  private recorded: RecordedStatement[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.serve(client));

  private constructor(private readonly upstream: URL) {}

  static async start(databaseUrl: string): Promise<StatementRecorder> {
    const recorder = new StatementRecorder(new URL(databaseUrl));
    await new Promise<void>((resolve) => recorder.server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  /** The database's address by way of this. */
  get url(): string {
    const url = new URL(this.upstream);
    const address = this.server.address();
    url.hostname = '127.0.0.1';
    url.port = String(typeof address === 'object' ? address?.port : '');
    return url.href;
  }

  /** What went by since this was last asked. */
  take(): RecordedStatement[] {
    const taken = this.recorded;
    this.recorded = [];
    return taken;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(client: Socket): void {
    const server = connect(Number(this.upstream.port || 5432), this.upstream.hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      (from as Readable).pipe(to);
    }
    client.on(
      'data',
      reader((statement) => this.recorded.push(statement)),
    );
  }
}

/** PostgreSQL's documentation, "Message Formats": the start-up message has no type; Parse and Bind say what is asked. */
function reader(tell: (statement: RecordedStatement) => void): (chunk: Buffer) => void {
  const prepared = new Map<string, string>();
  let isStarted = false;
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (!isStarted) {
        if (rest.length < 4 || rest.length < rest.readInt32BE(0)) return;
        rest = rest.subarray(rest.readInt32BE(0));
        isStarted = true;
      }
      if (rest.length < HEADER_BYTES || rest.length <= rest.readInt32BE(1)) return;
      const type = String.fromCharCode(rest[0] ?? 0);
      const body = new Fields(rest.subarray(HEADER_BYTES, rest.readInt32BE(1) + 1));
      rest = rest.subarray(rest.readInt32BE(1) + 1);
      if (type === 'Q') tell({ text: body.text(), values: [] });
      if (type === 'P') prepared.set(body.text(), body.text());
      if (type === 'B') {
        body.text();
        tell({ text: prepared.get(body.text()) ?? '', values: body.values() });
      }
    }
  };
}

class Fields {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }

  values(): (string | Buffer | null)[] {
    const formats = Array.from({ length: this.number16() }, () => this.number16());
    return Array.from({ length: this.number16() }, (_, n) => this.value((formats[n] ?? formats[0] ?? 0) === 1));
  }

  private value(isBinary: boolean): string | Buffer | null {
    const length = this.bytes.readInt32BE(this.at);
    this.at += 4;
    if (length < 0) return null;
    const value = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return isBinary ? value : value.toString('utf8');
  }

  private number16(): number {
    const number = this.bytes.readInt16BE(this.at);
    this.at += 2;
    return number;
  }
}

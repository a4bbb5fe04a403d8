import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it arrived at DingTalk. */
interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

type Answering = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Stands in front of the emulator: everything goes through to it, unless a test answers instead. */
export interface DingTalkFront {
  readonly url: string;
  /** Everything that arrived, what brokers ask by themselves included. */
  readonly arrived: Arrived[];
  /** Answers calls whose path this is, until told otherwise. */
  answer(path: string, answering: Answering): void;
  /** Everything to the emulator again, and nothing arrived. */
  reset(): void;
  close(): Promise<void>;
}

export async function startDingTalkFront(emulatorUrl: string): Promise<DingTalkFront> {
  const arrived: Arrived[] = [];
  const answers = new Map<string, Answering>();
  const pass = (from: IncomingMessage, to: ServerResponse) => {
    const { method, url: path, headers } = from;
    const onward = request(new URL(path ?? '/', emulatorUrl), { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  };
  const server = createServer((from, to) => {
    const [path = ''] = (from.url ?? '').split('?');
    arrived.push({ method: from.method ?? '', url: from.url ?? '', headers: from.headers });
    void (answers.get(path) ?? pass)(from, to);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    answer: (path, answering) => answers.set(path, answering),
    reset() {
      answers.clear();
      arrived.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

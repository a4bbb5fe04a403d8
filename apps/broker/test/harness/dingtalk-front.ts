import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startWorld, type World } from './world.js';

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

async function startDingTalkFront(emulatorUrl: string): Promise<DingTalkFront> {
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

/** A world whose brokers reach DingTalk's OpenAPI through a front, which ends with it. */
export async function startWorldBehindFront(brokers = 1): Promise<World & { readonly front: DingTalkFront }> {
  let started: Promise<DingTalkFront> | undefined;
  const frontOf = (emulatorUrl: string) => {
    started ??= startDingTalkFront(emulatorUrl);
    return started;
  };
  try {
    const world = await startWorld({
      brokers,
      env: async ({ emulator }) => ({ DINGTALK_API_URL: (await frontOf(emulator.url)).url }),
    });
    const front = await frontOf(world.emulator.url);
    const close = async () => {
      await world.close();
      await front.close();
    };
    return { ...world, front, close };
  } catch (error) {
    await (await started)?.close();
    throw error;
  }
}

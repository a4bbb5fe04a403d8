import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back on a connection until it ended, or until the first answer was whole. */
interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

const ANSWER_MS = 60_000;

/** A connection on which a test writes whatever it likes, lines ending in CRLF added for it. */
export async function openRaw(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** One request, byte for byte; `connection: close` is added, so that the answer ends. */
export async function rawRequest(url: string, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const socket = await openRaw(url);
  socket.write(`${[...lines, 'connection: close'].join('\r\n')}\r\n\r\n${body}`);
  return rawAnswerOf(socket);
}

export async function rawAnswerOf(socket: Socket): Promise<RawAnswer> {
  const pieces: Buffer[] = [];
  const timer = setTimeout(() => socket.destroy(), ANSWER_MS);
  for await (const piece of socket) pieces.push(piece as Buffer);
  clearTimeout(timer);
  const text = Buffer.concat(pieces).toString('utf8');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

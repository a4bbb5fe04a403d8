import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Networks, type Resolve } from '@app/outbound';
import { Secret } from '@app/secret';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { sendMessage } from './send-message.js';

const allowed = Networks.parse('127.0.0.1');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"type":"grant.revoked"}';

describe(sendMessage.name, () => {
  let server: Server | undefined;
  let asked: { headers: Record<string, string>; body: string }[] = [];
  afterEach(() => {
    asked = [];
    server?.closeAllConnections();
    server?.close();
  });
  const serve = async (listener: RequestListener): Promise<number> => {
    const started = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += String(chunk);
      });
      request.on('end', () => {
        asked.push({ headers: request.headers as Record<string, string>, body: text });
        listener(request, response);
      });
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return (started.address() as AddressInfo).port;
  };
  const send = (url: string, options: object = {}) =>
    sendMessage({ id: 'msg_1', url, body, secrets: [Secret.of(secret)] }, { allowed, ...options });
  const leadsTo =
    (...addresses: string[]): Resolve =>
    (_, __, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  it('signs in the form of Standard Webhooks', async () => {
    const port = await serve((_, response) => response.end('thanks'));
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ delivered: true, status: 200, answer: 'thanks' });
    const [message] = asked;
    expect(new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {})).toEqual({ type: 'grant.revoked' });
  });

  it('follows no redirect', async () => {
    const port = await serve(({ url }, response) =>
      response.writeHead(url === '/' ? 307 : 200, { location: '/2' }).end(),
    );
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ delivered: false, status: 307 });
    expect(asked).toHaveLength(1);
  });

  it('waits no longer than told, for the head of an answer or for its body', async () => {
    const port = await serve(({ url }, response) => {
      if (url === '/body') response.write('…');
    });
    const short = { deadlineMs: 150 };
    expect(await send(`http://127.0.0.1:${port}/head`, short)).toMatchObject({ fault: 'no answer in time' });
    expect(await send(`http://127.0.0.1:${port}/body`, short)).toMatchObject({ delivered: true, status: 200 });
  });

  it('keeps the beginning of an answer, without control characters', async () => {
    const port = await serve((_, response) => response.writeHead(500).end(`\u001b[31mno\u0000${'x'.repeat(100_000)}`));
    const { answer } = await send(`http://127.0.0.1:${port}/`);
    expect(answer).toHaveLength(300);
    expect(answer).toMatch(/^\[31mno x+$/);
  });

  it('connects to the address that was judged, and to none that may not be', async () => {
    const port = await serve((_, response) => response.end());
    const url = `http://hooks.example:${port}/`;
    expect(await send(url, { resolve: leadsTo('127.0.0.1') })).toMatchObject({ delivered: true });
    for (const rebound of [['10.0.0.1'], ['169.254.169.254'], ['127.0.0.1', '::1'], ['8.8.8.8']]) {
      expect(await send(url, { resolve: leadsTo(...rebound) })).toMatchObject({
        delivered: false,
        fault: expect.stringContaining('leads into a private network'),
      });
    }
    expect(await send(`http://127.0.0.1:${port}/`, { allowed: undefined })).toMatchObject({
      fault: 'the address must not lead into a private network',
    });
    expect(asked).toHaveLength(1);
  });

  it('says in a word why there was no answer', async () => {
    const port = await serve((_, response) => response.destroy());
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ delivered: false, status: null, answer: null });
    server?.close();
    expect(await send('http://127.0.0.1:1/')).toMatchObject({ fault: 'ECONNREFUSED' });
  });
});

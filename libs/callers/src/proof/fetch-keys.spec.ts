import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchKeyDocument } from './fetch-keys.js';

type Resolve = NonNullable<NonNullable<Parameters<typeof fetchKeyDocument>[1]>['resolve']>;

describe(fetchKeyDocument.name, () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const serve = async (listener: RequestListener): Promise<number> => {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return (started.address() as AddressInfo).port;
  };

  it('reads what is there', async () => {
    const port = await serve((_, response) => response.end('{"keys":[]}'));
    expect(await fetchKeyDocument(`http://localhost:${port}/`)).toEqual({ keys: [] });
  });

  it('waits no longer than told, for the head of an answer or for its body', async () => {
    const port = await serve(({ url }, response) => {
      if (url === '/body') response.write('{');
    });
    for (const path of ['/head', '/body']) {
      await expect(fetchKeyDocument(`http://127.0.0.1:${port}${path}`, { deadlineMs: 100 })).rejects.toThrow(
        'TimeoutError',
      );
    }
  });

  it('connects to no address it may not, wherever a name leads', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end('{"keys":[]}');
    });
    const resolve: Resolve = (_hostname, _options, done) =>
      done(null, [
        { address: '2606:4700::1111', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ]);
    await expect(fetchKeyDocument(`https://todo.example:${port}/`, { resolve })).rejects.toThrow('a private network');
    expect(asked).toBe(0);
  });

  it('says nothing of what it read', async () => {
    const port = await serve((_, response) => response.end('a canary, and no JSON'));
    await expect(fetchKeyDocument(`http://127.0.0.1:${port}/`)).rejects.toThrow('the answer is not JSON');
  });
});

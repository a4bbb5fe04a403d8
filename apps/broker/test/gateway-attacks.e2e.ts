import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DingTalkFront, startWorldBehindFront } from './harness/dingtalk-front.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { openRaw, rawAnswerOf, rawRequest } from './harness/raw-http.js';
import { until } from './harness/until.js';
import type { World } from './harness/world.js';

const scopes = ['Contact.User.Read', 'Todo.Todo.Write'];
const profile = '/v1.0/contact/users/me';
const MIB = 1024 * 1024;

describe('the gateway under attack, with a handle that carries some scopes', () => {
  let world: World;
  let front: DingTalkFront;
  let handle: string;
  let own: { unionId: string; userId: string };
  let foreign: { unionId: string };
  beforeAll(async () => {
    const behind = await startWorldBehindFront();
    ({ front } = behind);
    world = behind;
    await world.registerDemo();
    const caller = await world.createCaller('todo-sync', [{ application: 'demo', scopes, delivery: ['handle'] }]);
    for (const as of ['zhangsan', 'lisi']) await consentAs(`${world.url}/consent/demo`, { as });
    const { body } = await ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${await caller.accessToken()}` },
      json: { application: 'demo', userId: 'zhangsan', scopes },
    });
    handle = String(body.handle);
    own = { unionId: (await world.liveGrant('zhangsan')).unionId, userId: 'zhangsan' };
    foreign = { unionId: (await world.liveGrant('lisi')).unionId };
  });
  afterAll(() => world?.close());
  beforeEach(() => front.reset());

  const raw = (line: string, more: readonly string[] = [], body = '') =>
    rawRequest(
      world.url,
      [line, 'host: broker', `authorization: Bearer ${handle}`, `x-acs-dingtalk-access-token: ${handle}`, ...more],
      body,
    );
  const residentBytes = async () => {
    const { text } = await ask(`${world.url}/metrics`);
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
  };

  describe.each(['/dingtalk', ''])('at %p', (prefix) => {
    it.each([
      ['a dot segment', '/v1.0/contact/users/../users/me'],
      ['a way out of the gateway', '/v1.0/../../admin/v1/applications'],
      ['an encoded dot segment', '/v1.0/contact/users/%2e%2e/users/me'],
      ['a dot segment, encoded twice', '/v1.0/contact/users/%252e%252e/users/me'],
      ['an encoded slash', '/v1.0/contact%2Fusers/me'],
      ['an encoded slash in an id', `/v1.0/contact/users/me%2F..%2Flisi`],
      ['an encoded backslash', '/v1.0/contact/users/me%5C..'],
      ['a doubled slash', '/v1.0//contact/users/me'],
      ['a slash at the end', `${profile}/`],
      ['a path parameter', `${profile};a=b`],
      ['an encoded line break', `${profile}%0d%0aX-Injected:%201`],
      ['an encoded NUL', `${profile}%00`],
      ['another case', '/v1.0/Contact/users/me'],
      ['a fragment', `${profile}%23`],
      ['an operation nobody documents', '/v1.0/robot/oToMessages/batchSend'],
      ['the token endpoint', '/v1.0/oauth2/userAccessToken'],
      ['the app token endpoint', '/v1.0/oauth2/accessToken'],
    ])('%s leads nowhere', async (_, path) => {
      const { status, text } = await raw(`GET ${prefix}${path} HTTP/1.1`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/x-injected/i);
      expect(front.arrived).toEqual([]);
    });

    it.each(['PATCH', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s is not GET', async (method) => {
      const { status } = await raw(`${method} ${prefix}${profile} HTTP/1.1`);
      expect([status >= 400 && status < 500, front.arrived]).toEqual([true, []]);
    });

    it('a header or a parameter that names another method changes nothing', async () => {
      const overrides = ['x-http-method-override: DELETE', 'x-http-method: DELETE', 'x-method-override: DELETE'];
      expect((await raw(`GET ${prefix}${profile}?_method=DELETE HTTP/1.1`, overrides)).status).toBe(200);
      const [arrived] = front.arrived;
      expect(arrived?.method).toBe('GET');
      expect(Object.keys(arrived?.headers ?? {}).filter((name) => name.includes('method'))).toEqual([]);
    });

    it('another person is not reached by path or query, in any spelling', async () => {
      const theirs = foreign.unionId;
      for (const target of [
        `GET ${prefix}/v1.0/contact/users/${theirs}`,
        `GET ${prefix}/v1.0/contact/users/%${theirs.charCodeAt(0).toString(16)}${theirs.slice(1)}`,
        `GET ${prefix}${profile}?unionId=${theirs}`,
        `GET ${prefix}${profile}?unionId=${own.unionId}&unionId=${theirs}`,
        `GET ${prefix}${profile}?unionId[]=${theirs}`,
        `GET ${prefix}${profile}?operator_id=lisi`,
        `GET ${prefix}${profile}?operator%49d=${theirs}`,
        `POST ${prefix}/v1.0/todo/users/${theirs}/tasks`,
        `POST ${prefix}/v1.0/todo/users/${own.unionId}/tasks?operatorId=${theirs}`,
      ]) {
        const { status, text } = await raw(`${target} HTTP/1.1`);
        expect([target, status, /"rule":"(\w+)"/.exec(text)?.[1]]).toEqual([target, 403, 'person']);
      }
      expect(front.arrived).toEqual([]);
    });

    it('the person’s own ids are theirs', async () => {
      for (const id of ['me', own.unionId]) {
        expect((await raw(`GET ${prefix}/v1.0/contact/users/${id} HTTP/1.1`)).status).toBe(200);
      }
      const body = JSON.stringify({ subject: 'x', creatorId: own.unionId });
      const length = [`content-length: ${body.length}`, 'content-type: application/json'];
      const target = `${prefix}/v1.0/todo/users/${own.unionId}/tasks?operatorId=${own.unionId}`;
      expect((await raw(`POST ${target} HTTP/1.1`, length, body)).status).toBe(200);
    });

    it('no other token travels along, however it is sent', async () => {
      const smuggled = [
        'cookie: a=stolen',
        'proxy-authorization: Basic c3RvbGVu',
        'x-forwarded-for: stolen',
        'forwarded: for=stolen',
      ];
      const more = [...smuggled, 'connection: x-acs-dingtalk-access-token', 'x-client-token: mine', 'te: trailers'];
      expect(
        (await raw(`GET ${prefix}${profile}?access_token=stolen&ACCESS_TOKEN=stolen&a=1 HTTP/1.1`, more)).status,
      ).toBe(200);
      const [{ url, headers }] = front.arrived as [(typeof front.arrived)[0]];
      expect(url).toBe(`${profile}?a=1`);
      expect(JSON.stringify(headers)).not.toContain('stolen');
      expect(headers['x-client-token']).toBe('mine');
      expect(headers['x-acs-dingtalk-access-token']).not.toContain(handle);
      expect(headers.host).toBe(new URL(front.url).host);
    });
  });

  it('an address of somewhere else is not gone to', async () => {
    for (const target of [
      `http://elsewhere${profile}`,
      `//elsewhere${profile}`,
      `http://${new URL(front.url).host}${profile}`,
      `/dingtalk//elsewhere${profile}`,
    ]) {
      const { status } = await raw(`GET ${target} HTTP/1.1`);
      expect([target, status >= 400]).toEqual([target, true]);
    }
    expect(front.arrived).toEqual([]);
  });

  it('two handles at once, or one that is folded, are none', async () => {
    const line = `GET ${profile} HTTP/1.1`;
    const twice = ['host: broker', `x-acs-dingtalk-access-token: ${handle}`, `x-acs-dingtalk-access-token: ${handle}`];
    expect((await rawRequest(world.url, [line, ...twice])).status).toBe(401);
    const folded = ['host: broker', `x-acs-dingtalk-access-token:\r\n ${handle}`];
    expect((await rawRequest(world.url, [line, ...folded])).status).toBe(400);
    expect(front.arrived).toEqual([]);
  });

  it('a request that two programs would cut differently is refused whole', async () => {
    const hidden = `GET /dingtalk${profile} HTTP/1.1\r\nhost: broker\r\nauthorization: Bearer ${handle}\r\n\r\n`;
    for (const framing of [
      ['content-length: 4', 'transfer-encoding: chunked'],
      ['content-length: 0', 'content-length: 5'],
      ['transfer-encoding: chunked, identity'],
      ['transfer-encoding : chunked'],
    ]) {
      const { status, text } = await raw(
        `POST /dingtalk/v1.0/todo/users/me/tasks HTTP/1.1`,
        framing,
        `0\r\n\r\n${hidden}`,
      );
      expect([framing, status]).toEqual([framing, 400]);
      expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    }
    expect(front.arrived).toEqual([]);
  });

  it('no other protocol is spoken', async () => {
    const upgrade = ['upgrade: websocket', 'sec-websocket-version: 13', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='];
    const { status } = await raw(`GET /dingtalk${profile} HTTP/1.1`, upgrade);
    expect([status, front.arrived]).toEqual([400, []]);
  });

  it('an answer that is a page is not one here', async () => {
    front.answer(profile, (_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html', 'set-cookie': 'a=b', 'access-control-allow-origin': '*' });
      response.end('<script>alert(1)</script>');
    });
    const answer = await ask(`${world.url}/dingtalk${profile}`, { headers: { authorization: `Bearer ${handle}` } });
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    for (const name of ['set-cookie', 'access-control-allow-origin']) expect(answer.headers.get(name)).toBeNull();
  });

  it('a profile that cannot be looked through is not passed on', async () => {
    for (const body of [
      '{"nick":"张三","mobile":"138',
      'mobile=13800000000',
      `{"mobile":"1","x":"${'x'.repeat(2 * MIB)}"}`,
    ]) {
      front.answer(profile, (_request, response) => response.end(body));
      const answer = await ask(`${world.url}/dingtalk${profile}`, { headers: { authorization: `Bearer ${handle}` } });
      expect([answer.status, answer.text.includes('mobile')]).toEqual([503, false]);
    }
  });

  const upload = '/v1.0/todo/users/me/tasks';
  const piece = randomBytes(MIB);
  const hundredMib = async function* () {
    for (let n = 0; n < 100; n += 1) yield piece;
  };
  const hashOfHundred = (() => {
    const hash = createHash('sha256');
    for (let n = 0; n < 100; n += 1) hash.update(piece);
    return hash.digest('hex');
  })();

  it('a hundred megabytes go through each way, and the broker stays as small as it was', async () => {
    front.answer(upload, async (request, response) => {
      const hash = createHash('sha256');
      for await (const chunk of request) hash.update(chunk);
      response.writeHead(200, { 'x-acs-request-id': hash.digest('hex') });
      for await (const chunk of hundredMib())
        if (!response.write(chunk)) await new Promise((go) => response.once('drain', go));
      response.end();
    });
    const before = await residentBytes();
    let highest = before;
    const watching = setInterval(async () => {
      highest = Math.max(highest, await residentBytes());
    }, 50);
    const answer = await fetch(`${world.url}/dingtalk${upload}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${handle}`, 'content-type': 'application/octet-stream' },
      body: hundredMib(),
      duplex: 'half',
    } as RequestInit);
    const hash = createHash('sha256');
    for await (const chunk of answer.body as unknown as AsyncIterable<Buffer>) hash.update(chunk);
    clearInterval(watching);
    expect([answer.status, answer.headers.get('x-acs-request-id'), hash.digest('hex')]).toEqual([
      200,
      hashOfHundred,
      hashOfHundred,
    ]);
    expect((highest - before) / MIB).toBeLessThan(60);
  });

  it('a large body is not read for a call that is refused', async () => {
    const socket = await openRaw(world.url);
    socket.write(
      `POST /dingtalk/v1.0/todo/users/${foreign.unionId}/tasks HTTP/1.1\r\nhost: b\r\nauthorization: Bearer ${handle}\r\ncontent-length: ${100 * MIB}\r\n\r\n`,
    );
    // The connection ends with the answer, although hardly anything of the body was sent.
    expect((await rawAnswerOf(socket)).status).toBe(403);
    expect(front.arrived).toEqual([]);
  });

  it('a hundred callers that send next to nothing keep nobody from being served', async () => {
    const slow = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = await openRaw(world.url);
        socket.write(
          `POST /dingtalk${upload} HTTP/1.1\r\nhost: b\r\nauthorization: Bearer ${handle}\r\ncontent-length: 1000\r\n\r\n{`,
        );
        return socket;
      }),
    );
    try {
      const { status } = await ask(`${world.url}/dingtalk${profile}`, {
        headers: { authorization: `Bearer ${handle}` },
      });
      expect(status).toBe(200);
    } finally {
      for (const socket of slow) socket.destroy();
    }
  });

  it('a caller that goes away ends the call at DingTalk too', async () => {
    let ended = false;
    // Others' calls, of the broker itself and of whoever has just left, arrive here as well.
    const mine = `${upload}?a=mine`;
    front.answer(upload, (request) => {
      request.socket.once('close', () => {
        ended ||= request.url === mine;
      });
    });
    const socket = await openRaw(world.url);
    socket.write(
      `POST /dingtalk${mine} HTTP/1.1\r\nhost: b\r\nauthorization: Bearer ${handle}\r\ncontent-length: 1000\r\n\r\n{`,
    );
    await until('the call arrives', async () => front.arrived.some(({ url }) => url === mine));
    socket.destroy();
    await until('the call ends', async () => ended);
  });

  afterEach(async () => expect((await ask(`${world.url}/readyz`)).status).toBe(200));
});

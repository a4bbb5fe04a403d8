/**
 * A service that does what AI plugins ask, as anybody could write it: it believes only who shows the broker's signature, calls DingTalk
 * through the broker's gateway, and logs everything it is told, more than a service should. `GET /heap` is a snapshot of its memory.
 */
import { createServer } from 'node:http';
import { getHeapSnapshot } from 'node:v8';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { BROKER_URL: brokerUrl = '', AUDIENCE: audience = '' } = process.env;
const keys = createRemoteJWKSet(new URL(`${brokerUrl}/.well-known/jwks.json`));
/** How often each request came. */
const times = new Map();
/** Everything it was told, but for a proof that tells it very much. */
const remembered = [];
const verified = new Map();
const quiet = process.env.QUIET !== undefined;

const abilities = {
  /** Says who asks, as DingTalk knows them. */
  async 'who-am-i'({ handle, data }) {
    const { status, body } = await callDingTalk(handle, 'GET', '/v1.0/contact/users/me');
    return status === 200 ? { result: { name: body.nick, said: data } } : body;
  },
  async 'add-todo'({ handle, data }) {
    const path = '/v1.0/todo/users/me/personalTasks';
    const { status, body } = await callDingTalk(handle, 'POST', path, { subject: data.subject });
    return status === 200 ? { result: { id: body.taskId } } : body;
  },
  async echo(call) {
    return { result: call.data };
  },
  refuse: async ({ data }) => data.answer,
  rubbish: async () => 'this is no JSON',
  silence: () => new Promise(() => undefined),
};

async function callDingTalk(handle, method, path, json) {
  const response = await fetch(`${brokerUrl}/dingtalk${path}`, {
    method,
    headers: { authorization: `Bearer ${handle}`, 'content-type': 'application/json' },
    ...(json && { body: JSON.stringify(json) }),
    signal: AbortSignal.timeout(60_000),
  });
  return { status: response.status, body: await response.json() };
}

/** It comes with many calls, and costs more to verify than they do. */
async function verify(token) {
  verified.clear();
  const verifying = jwtVerify(token, keys, { issuer: brokerUrl, audience, typ: 'service-call+jwt' });
  verified.set(token, verifying);
  return verifying;
}

async function answer(request) {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer') throw new Error('no bearer');
  await (verified.get(token) ?? verify(token));
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const call = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  times.set(call.requestId, (times.get(call.requestId) ?? 0) + 1);
  if (!quiet) {
    remembered.push(call);
    process.stdout.write(`${JSON.stringify({ headers: request.headers, call })}\n`);
  }
  return abilities[request.url?.slice(1) ?? '']?.(call) ?? { code: 'NoSuchAbility' };
}

const server = createServer((request, response) => {
  if (request.url === '/heap') return void getHeapSnapshot().pipe(response);
  if (request.url === '/times') return void response.end(JSON.stringify(Object.fromEntries(times)));
  answer(request).then(
    (body) => response.end(typeof body === 'string' ? body : JSON.stringify(body)),
    (error) => {
      process.stdout.write(`${JSON.stringify({ refused: String(error) })}\n`);
      response.writeHead(401).end('{"code":"NotTheBroker"}');
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
process.stdin.once('end', () => process.exit(0)).resume();

import {
  Client,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer, loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { service as healthService } from 'grpc-health-check';
import { brokerEnvironment, freePorts } from './harness/broker.js';
import { RpcClient } from './harness/grpc.js';
import { filesOf, servicesAt } from './harness/grpc-reflection.js';
import { methodOf, unary } from './harness/grpc-unary.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { start } from './harness/process.js';
import { builtProgram, projectFile } from './harness/project.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const SERVICE = 'tokenbroker.v1.TokenBroker';
const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
interface TokenAnswer {
  readonly token?: { readonly accessToken: string; readonly handoutId: string };
}

describe('gRPC', () => {
  let world: World;
  let address: string;
  let grpc: RpcClient;
  let caller: TestCaller;
  let token: string;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    address = world.brokers[0].grpcAddress;
    grpc = new RpcClient(address);
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    token = await caller.accessToken();
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
  });
  afterEach(() => world.emulator.control('DELETE', '/faults'));
  afterAll(async () => {
    grpc?.close();
    await world?.close();
  });

  const slowRefresh = (delayMs: number) =>
    world.emulator.control('PUT', '/faults/delay', { delayMs, operation: 'userAccessToken.refresh' });
  const leaveToLive = (seconds: number) =>
    world.database.pool.query(`update grants set access_token_expires_at = now() + make_interval(secs => $1)`, [
      seconds,
    ]);

  describe('reflection', () => {
    it('lists the service, and tells enough to call it without the contract at hand', async () => {
      expect(await servicesAt(address)).toEqual(expect.arrayContaining([SERVICE, 'grpc.health.v1.Health']));

      const definitions = loadFileDescriptorSetFromBuffer(await filesOf(address, SERVICE), { defaults: true });
      const service = definitions[SERVICE] as ServiceDefinition;
      expect(Object.keys(service).sort()).toEqual([
        'BatchGetTokens',
        'CreateConsent',
        'ExchangeAuthCode',
        'GetConsent',
        'GetHandle',
        'GetToken',
        'WatchRevocations',
      ]);
      const request = { application: 'demo', user_id: 'zhangsan', scopes: asked.scopes, minimum_seconds: 0 };
      const answer = await unary(address, service.GetToken, request, { authorization: `Bearer ${token}` });
      expect(answer).toMatchObject({ token: { application: 'demo', user_id: 'zhangsan' } });
    });
  });

  it('serves a stock client, made from the proto as its manual says', async () => {
    const loaded = loadSync('tokenbroker/v1/token_broker.proto', { includeDirs: [projectFile('proto')] });
    const { tokenbroker } = loadPackageDefinition(loaded) as unknown as {
      tokenbroker: { v1: { TokenBroker: StockClient } };
    };
    const client = new tokenbroker.v1.TokenBroker(address, credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    try {
      const answer = await new Promise((resolve, reject) => {
        client.getToken(asked, metadata, (error, given) => (error ? reject(error) : resolve(given)));
      });
      expect(answer).toMatchObject({ token: { application: 'demo', userId: 'zhangsan' } });
      const watching = client.watchRevocations({}, metadata);
      const first = await new Promise((resolve, reject) => watching.on('data', resolve).on('error', reject));
      expect(first).toEqual({ cursor: expect.stringMatching(/./) });
      watching.removeAllListeners('error').on('error', () => undefined);
      watching.cancel();
    } finally {
      client.close();
    }
  });

  it('says that it is healthy, as a whole and by the name of the service, and is part of being ready', async () => {
    for (const service of ['', SERVICE]) {
      expect(await unary(address, healthService.Check, { service })).toEqual({ status: 'SERVING' });
    }
    const { body } = await ask(`${world.url}/readyz`);
    expect(body.checks).toContainEqual({ name: 'grpc', ok: true, detail: 'listens' });
  });

  describe('a deadline', () => {
    it('shortens how long a caller waits: the answer comes before it, and the refresh goes on', async () => {
      await leaveToLive(-1);
      await world.emulator.control('PUT', '/faults/hold_answer', { operation: 'userAccessToken.refresh' });
      let answer = await grpc.call('GetToken', asked, { token, deadlineMs: 1_500 });
      // A busy machine may bring the answer too late; one that is not given before the deadline never comes in time.
      await until('an answer comes in time', async () => {
        if (answer.status === 'DEADLINE_EXCEEDED')
          answer = await grpc.call('GetToken', asked, { token, deadlineMs: 1_500 });
        return answer.status !== 'DEADLINE_EXCEEDED';
      });
      expect(answer).toMatchObject({
        status: 'UNAVAILABLE',
        errorInfo: { reason: 'temporarily_unavailable' },
        retryAfterSeconds: 2,
      });
      await world.emulator.control('DELETE', '/faults');
      expect((await grpc.call('GetToken', asked, { token, deadlineMs: 60_000 })).status).toBe('OK');
    });

    it('that is longer than what the caller asks for changes nothing', async () => {
      await leaveToLive(-1);
      await slowRefresh(3_000);
      const answer = await grpc.call('GetToken', { ...asked, maxWaitSeconds: 0 }, { token, deadlineMs: 60_000 });
      expect(answer.status).toBe('UNAVAILABLE');
      expect((await grpc.call('GetToken', asked, { token, deadlineMs: 60_000 })).status).toBe('OK');
    });
  });

  it('takes a zero that is said for a zero, and one that is left out for the default', async () => {
    await leaveToLive(30);
    const { body: before } = await grpc.call<TokenAnswer>('GetToken', { ...asked, minimumSeconds: 0 }, { token });
    const { body: same } = await grpc.call<TokenAnswer>('GetToken', { ...asked, minimumSeconds: 0 }, { token });
    expect(same.token?.accessToken).toBe(before.token?.accessToken);
    const { body: fresh } = await grpc.call<TokenAnswer>('GetToken', asked, { token });
    expect(fresh.token?.accessToken).not.toBe(before.token?.accessToken);
  });

  describe('metadata', () => {
    it.each([
      ['nothing', {}],
      ['another scheme', { authorization: 'Basic dG9kbzpzZWNyZXQ=' }],
      ['a token in the wrong place', { 'x-access-token': 'x' }],
      ['spaces in the token', { authorization: 'Bearer a b' }],
      ['an unsigned JWT', { authorization: `Bearer ${unsignedJwt()}` }],
      ['a very long token', { authorization: `Bearer ${'x'.repeat(8_000)}` }],
    ])('with %s for a credential is refused', async (_, metadata) => {
      const answer = await grpc.call('GetToken', asked, { metadata });
      expect(answer).toMatchObject({ status: 'UNAUTHENTICATED', errorInfo: { reason: 'unauthenticated' } });
    });

    it('may carry a request id, which comes back with every answer and stands in the record and the log', async () => {
      const requestId = 'todo-sync:grpc-1';
      const metadata = { 'x-request-id': requestId };
      expect(await grpc.call('GetToken', asked, { token, metadata })).toMatchObject({ status: 'OK', requestId });
      expect(await grpc.call('GetToken', {}, { token, metadata })).toMatchObject({
        status: 'INVALID_ARGUMENT',
        requestId,
        errorInfo: { metadata: { requestId } },
      });
      const { body } = await world.operator('GET', `/audit-events?requestId=${requestId}`);
      expect(body.items).toMatchObject([{ type: 'token.handed_out', requestId }]);
      const logged = world.brokers[0].process
        .output()
        .split('\n')
        .filter((line) => line.includes(requestId));
      expect(logged.map((line) => JSON.parse(line))).toMatchObject([
        { method: 'gRPC', route: `/${SERVICE}/GetToken`, status: 'OK', callerId: caller.id },
        { method: 'gRPC', route: `/${SERVICE}/GetToken`, status: 'INVALID_ARGUMENT', callerId: caller.id },
      ]);
    });

    it('gets an id of the broker’s own where its own is unfit to be logged', async () => {
      const { requestId } = await grpc.call('GetToken', asked, { token, metadata: { 'x-request-id': '{"json":1}' } });
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('a message', () => {
    it('that is none is an invalid request, but only for whoever may call', async () => {
      const raw = Buffer.from('ffffffffff', 'hex');
      expect(await grpc.call('GetToken', {}, { token, raw })).toMatchObject({
        status: 'INVALID_ARGUMENT',
        errorInfo: { reason: 'invalid_request', metadata: { errors: expect.stringContaining('"pointer":""') } },
      });
      expect((await grpc.call('GetToken', {}, { raw })).status).toBe('UNAUTHENTICATED');
    });

    it('that is longer than REST would take is turned away before it is read, and the next one is served', async () => {
      const raw = Buffer.alloc(257 * 1024, 'x');
      expect((await grpc.call('GetToken', {}, { token, raw })).status).toBe('RESOURCE_EXHAUSTED');
      expect((await grpc.call('GetToken', asked, { token })).status).toBe('OK');
    });

    it('with text that the database cannot hold is refused', async () => {
      const answer = await grpc.call('GetToken', { ...asked, purpose: 'a\u0000b' }, { token });
      expect(answer.errorInfo?.metadata.errors).toContain('/purpose');
    });
  });

  it('counts its calls by method and status, and keeps tokens out of log and metrics', async () => {
    const { body } = await grpc.call<TokenAnswer>('GetToken', asked, { token });
    const { text } = await ask(`${world.url}/metrics`);
    expect(text).toMatch(
      /grpc_request_duration_seconds_count\{method="\/tokenbroker\.v1\.TokenBroker\/GetToken",status="OK"\} \d/,
    );
    const said = world.brokers[0].process.output() + text;
    expect(said).not.toContain(body.token?.accessToken);
    expect(said).not.toContain(token);
  });

  it('answers what is under way when the broker is told to end, and is not held up by who only watches', async () => {
    const [, second] = world.brokers;
    if (!second) throw new Error('there is one broker only');
    const client = new RpcClient(second.grpcAddress);
    const watching = new Client(second.grpcAddress, credentials.createInsecure());
    try {
      const { path: watch, requestSerialize, responseDeserialize } = methodOf(healthService.Watch);
      const heard: string[] = [];
      const seen = new Promise<void>((resolve) => {
        watching
          .makeServerStreamRequest(watch, requestSerialize, responseDeserialize, { service: '' })
          .on('data', ({ status }: { status: string }) => {
            heard.push(status);
            resolve();
          })
          .on('error', () => undefined);
      });
      await seen;
      await leaveToLive(-1);
      await slowRefresh(2_000);
      const waiting = client.call('GetToken', asked, { token });
      await until('its refresh is under way', async () => {
        const { rowCount } = await world.database.pool.query('select from grants where lease_until > now()');
        return rowCount === 1;
      });
      await second.process.kill('SIGTERM');
      expect((await waiting).status).toBe('OK');
      // One that does not get done in time ends with another code.
      expect(await second.process.ended).toEqual({ code: 0, signal: null });
      expect(heard).toEqual(['SERVING', 'NOT_SERVING']);
    } finally {
      client.close();
      watching.close();
    }
  });

  it('stops the start when its port is taken, in plain words', async () => {
    const ports = await freePorts({ grpcPort: Number(address.split(':')[1]) });
    const settings = {
      databaseUrl: world.database.url,
      masterKeyFile: world.masterKeyFile,
      dingtalkUrl: world.emulator.url,
    };
    const running = start(builtProgram('main'), brokerEnvironment({ ...settings, ...ports }), ['--exit-with-stdin']);
    try {
      expect((await running.ended).code).toBe(1);
      expect(running.errorOutput()).toBe(`GRPC_PORT: cannot listen on port ${ports.grpcPort} (EADDRINUSE)\n`);
    } finally {
      await running.kill('SIGKILL');
    }
  });
});

/** What `loadPackageDefinition` makes of a service: it knows no types. */
type StockClient = new (
  ...made: ConstructorParameters<typeof Client>
) => Client & {
  getToken(request: object, metadata: Metadata, answer: (error: ServiceError | null, given: object) => void): void;
  watchRevocations(request: object, metadata: Metadata): ClientReadableStream<object>;
};

function unsignedJwt(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ sub: 'todo-sync', exp: 4_000_000_000 })}.`;
}

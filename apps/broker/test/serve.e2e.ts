import { describe, expect, it } from '@jest/globals';
import { brokerEnvironment, freePort, freePorts, OPERATOR_TOKEN } from './harness/broker.js';
import { withServer } from './harness/database.js';
import { ask } from './harness/http.js';
import { consentPage } from './harness/person.js';
import { start } from './harness/process.js';
import { builtProgram } from './harness/project.js';
import { refusedStarts } from './serve/refused-starts.js';
import {
  database,
  dingtalk,
  handOut,
  moveSchemaRelease,
  serve,
  settings,
  stage,
  started,
  withConsent,
} from './serve/stage.js';

/** A broker as production runs it: the built file, configured by the environment alone, and no emulator anywhere. */
describe('npm run serve', () => {
  stage();

  it('becomes ready and takes a consent with DingTalk’s addresses set to some other server', async () => {
    const broker = await serve();
    expect((await ask(`${broker.url}/healthz`)).status).toBe(200);
    expect((await ask(`${broker.url}/readyz`)).status).toBe(200);
    const token = await withConsent(broker);
    const { status, body } = await handOut(broker.url, token, { minimumSeconds: 0 });
    expect([status, body.accessToken]).toEqual([200, 'first-access']);
  });

  refusedStarts();

  it('accepts a schema that is newer by one release', async () => {
    await moveSchemaRelease(+1);
    const { url } = await serve();
    expect((await ask(`${url}/readyz`)).status).toBe(200);
  });

  describe('with OPERATIONS_PORT', () => {
    const operations = ['/metrics', '/docs', '/openapi.json', '/admin/v1/overview'];
    const disguised = ['/%6detrics', '/metrics?x', '/%61dmin/v1/overview', '/admin%2Fv1/overview', '//metrics'];
    const authorization = `Bearer ${OPERATOR_TOKEN}`;

    it('serves operations there and only there, and hand-outs and consents only at the public port', async () => {
      const port = await freePort();
      const broker = await serve({ OPERATIONS_PORT: String(port) });
      const there = `http://127.0.0.1:${port}`;
      for (const path of [...operations, ...disguised, '/admin/', '/admin', '/admin/grants', '/docs/', '/docs-yaml']) {
        const { status, headers, body } = await ask(broker.url + path, { headers: { authorization } });
        expect([path, status, body?.code]).toEqual([path, 404, 'not_found']);
        expect(headers.get('content-type')).toContain('application/problem+json');
      }
      for (const path of operations) {
        expect([path, (await ask(there + path, { headers: { authorization } })).status]).toEqual([path, 200]);
      }
      for (const url of [broker.url, there]) {
        expect((await ask(`${url}/healthz`)).status).toBe(200);
        expect((await ask(`${url}/readyz`)).status).toBe(200);
      }
      for (const path of ['/v1/tokens', '/oauth2/token', '/%76%31/tokens']) {
        expect([path, (await ask(there + path, { json: {} })).status]).toEqual([path, 404]);
      }
      for (const path of ['/consent/demo', '/consent/callback', '/.well-known/jwks.json']) {
        expect([path, (await ask(there + path)).status]).toEqual([path, 404]);
      }
    });
  });

  describe('told to end by SIGTERM while DingTalk takes its time with a refresh', () => {
    const tokenVersion = async () =>
      (await database.pool.query<{ token_version: number }>('select token_version from grants')).rows[0]?.token_version;

    it.each([
      ['a caller is waiting for it', { maxWaitSeconds: 60 }, 200],
      ['the caller has given up waiting', { maxWaitSeconds: 0 }, 503],
    ])('stores DingTalk’s answer and ends cleanly when %s', async (_when, patience, answered) => {
      const broker = await serve();
      const token = await withConsent(broker);
      const waiting = handOut(broker.url, token, { minimumSeconds: 60, ...patience });
      await dingtalk.refreshArrived();
      if (answered !== 200) await waiting;
      const ended = broker.process.kill('SIGTERM');
      await broker.process.saying(/"msg":"stopping"/);
      dingtalk.answerRefresh();
      expect((await waiting).status).toBe(answered);
      await ended;
      // One that does not get done in time ends with another code.
      expect(await broker.process.ended).toEqual({ code: 0, signal: null });
      expect(await tokenVersion()).toBe(2);

      const next = await serve({ PUBLIC_URL: broker.url });
      const { body } = await handOut(next.url, token, { minimumSeconds: 3600 });
      expect(body.accessToken).toBe('second-access');
    });
  });

  it('says so while its database is away, hands nothing out, and goes on when it is back', async () => {
    const broker = await serve();
    const token = await withConsent(broker);
    const readiness = async () => (await ask(`${broker.url}/readyz`)).status;

    await withServer(async (client) => {
      const name = new URL(database.url).pathname.slice(1);
      await client.query(`alter database ${name} with allow_connections false`);
      try {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'dingtalk-token-broker'`,
          [name],
        );
        expect(await readiness()).toBe(503);
        const refused = await handOut(broker.url, token, { minimumSeconds: 0 });
        expect([refused.status, refused.body.code]).toEqual([503, 'temporarily_unavailable']);
        expect((await ask(`${broker.url}/healthz`)).status).toBe(200);
        expect((await consentPage(`${broker.url}/consent/demo`)).code).toBe('internal_error');
      } finally {
        await client.query(`alter database ${name} with allow_connections true`);
      }
    });
    expect(await readiness()).toBe(200);
    expect((await handOut(broker.url, token, { minimumSeconds: 0 })).body.accessToken).toBe('first-access');
  });

  describe('when its standard input ends', () => {
    const environment = async () => brokerEnvironment({ ...settings(), ...(await freePorts()) });

    it('ends cleanly with --exit-with-stdin', async () => {
      const { process } = await serve();
      await process.stop();
      expect(await process.ended).toEqual({ code: 0, signal: null });
    });

    it('goes on without it', async () => {
      const env = await environment();
      const running = start(builtProgram('main'), env);
      started.push(running);
      await running.saying(/"msg":"ready"/);
      running.closeInput();
      expect((await ask(`${env.PUBLIC_URL}/readyz`)).status).toBe(200);
    });
  });
});

import { inspect } from 'node:util';
import {
  clientAssertion,
  clientSecret,
  type DingTalkToken,
  TokenBrokerClient,
  type TokenBrokerClientOptions,
} from '@app/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { claimsOf, createAssertionKey } from './harness/assertions.js';
import { freePort } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Todo.Todo.Write'] };

describe('the client library', () => {
  let world: World;
  let caller: TestCaller;
  const open: TokenBrokerClient[] = [];
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [{ ...everythingOfDemo, delivery: ['token', 'handle'] }]);
  });
  beforeEach(async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
  });
  afterEach(async () => {
    await world.emulator.control('DELETE', '/faults');
    for (const client of open.splice(0)) await client.close();
  });
  afterAll(() => world?.close());

  function clientOf(change: Partial<TokenBrokerClientOptions> = {}): TokenBrokerClient {
    const client = new TokenBrokerClient({
      url: world.url,
      grpc: { address: world.brokers[0].grpcAddress },
      credentials: clientSecret(caller.clientId, caller.clientSecret),
      ...change,
    });
    open.push(client);
    return client;
  }
  /** One whose stream of revocations is open, so that what it keeps stays. */
  async function listeningClient(change: Partial<TokenBrokerClientOptions> = {}) {
    const client = clientOf(change);
    await client.token(asked);
    await until('it hears of revocations', async () => client.hearsRevocations);
    return client;
  }
  const revoke = async (grantId: string) => world.operator('POST', `/grants/${grantId}/revoke`, { reason: 'leaked' });
  const handouts = async () => {
    const { rows } = await world.database.pool.query<{ n: number }>(
      `select count(*)::int as n from audit_events where handout_id is not null`,
    );
    return rows[0]?.n ?? 0;
  };
  const code = (name: string, more: object = {}) => expect.objectContaining({ outcome: { code: name, ...more } });
  const anyString = expect.any(String);
  const useAtDingTalk = (token: DingTalkToken) =>
    fetch(`${world.emulator.url}/v1.0/todo/users/${token.unionId}/tasks`, {
      method: 'POST',
      headers: { ...token.headers(), 'content-type': 'application/json' },
      body: JSON.stringify({ subject: '写周报' }),
    });

  it('gets a token with which DingTalk does what was asked', async () => {
    const token = await clientOf().token({ ...asked, purpose: 'sync' });
    expect(token).toMatchObject({ application: 'demo', userId: 'zhangsan', corpId: seeded.corpId, grantId: anyString });
    expect((await useAtDingTalk(token)).status).toBe(200);
  });

  it('proves who it is with a signed JWT as well, a new one for each access token', async () => {
    const key = await createAssertionKey();
    const entitlements = [everythingOfDemo];
    const { body } = await world.operator('POST', '/callers', {
      name: 'signer',
      authMethod: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
      entitlements,
    });
    const audiences: string[] = [];
    const assertion = (aud: string) => {
      audiences.push(aud);
      return key.sign(claimsOf(String(body.clientId), aud));
    };
    const signers = [
      clientOf({ credentials: clientAssertion(assertion) }),
      clientOf({ credentials: clientAssertion(assertion) }),
    ];
    for (const signer of signers) expect((await signer.token(asked)).userId).toBe('zhangsan');
    expect(audiences).toEqual([`${world.url}/oauth2/token`, `${world.url}/oauth2/token`]);
  });

  it('asks once for all who want the same at once, and for nobody who wants it again', async () => {
    const client = await listeningClient();
    const before = await handouts();
    const request = { ...asked, scopes: ['Todo.Todo.Write', 'Contact.User.Read'] };
    const all = await Promise.all(Array.from({ length: 50 }, () => client.token(request)));
    all.push(await client.token({ ...request, scopes: [...request.scopes].reverse() }));
    expect(new Set(all.map(({ handoutId }) => handoutId)).size).toBe(1);
    expect(await handouts()).toBe(before + 1);
  });

  it('drops a token when its grant is revoked, and says what the person has to do', async () => {
    const heard: string[] = [];
    const client = await listeningClient({ onRevocation: ({ grantId }) => heard.push(grantId) });
    const { grantId } = await client.token(asked);
    await revoke(grantId);
    await until('the revocation is heard', async () => heard.length > 0);
    expect(heard).toEqual([grantId]);
    await expect(client.token(asked)).rejects.toEqual(
      code('consent_required', { consentUrl: anyString, missingScopes: asked.scopes, reason: 'grant_revoked' }),
    );
    await expect(client.token(asked)).rejects.toMatchObject({ remedy: 'person' });
  });

  it('hears of a revocation although the replica it listened to was gone meanwhile', async () => {
    const troubles: unknown[] = [];
    const replica = world.brokers[1];
    const client = await listeningClient({
      grpc: { address: `${replica?.grpcAddress}` },
      onTrouble: (error) => troubles.push(error),
    });
    const { grantId } = await client.token(asked);
    await replica?.process.kill('SIGKILL');
    await until('it notices', async () => troubles.length > 0);
    // Kept for a minute, because nothing says that it ended.
    expect((await client.token(asked)).grantId).toBe(grantId);
    await revoke(grantId);
    const fresh = clientOf();
    await expect(fresh.token(asked)).rejects.toEqual(expect.objectContaining({ code: 'consent_required' }));
  });

  it('takes REST where gRPC does not answer, and keeps nothing that it would not hear the end of', async () => {
    const client = clientOf({ grpc: { address: `127.0.0.1:${await freePort()}` } });
    const token = await client.token(asked);
    expect((await useAtDingTalk(token)).status).toBe(200);
    const handle = await client.handle(asked);
    expect(handle.scopes).toEqual(asked.scopes);
    const alone = clientOf({ grpc: undefined });
    expect((await alone.token(asked)).grantId).toBe(token.grantId);
  });

  it.each(['gRPC', 'REST'])('tells what came instead in the same words over %s', async (way) => {
    const client = clientOf(way === 'REST' ? { grpc: undefined } : {});
    await expect(client.token({ ...asked, userId: 'wangfang' })).rejects.toEqual(
      code('consent_required', { consentUrl: anyString, missingScopes: asked.scopes, reason: 'no_grant' }),
    );
    const { consentId, consentUrl } = await client.requestConsent({ ...asked, userId: `lisi`, reason: 'to-dos' });
    expect(await client.consentState(consentId)).toEqual({ consentId, state: 'pending', grantId: null });
    await expect(client.token({ ...asked, userId: 'lisi' })).rejects.toEqual(
      code('consent_pending', { consentId, consentUrl, expiresAt: expect.any(Date) }),
    );
    await expect(client.token({ ...asked, scopes: ['Mail.Message.Send'] })).rejects.toEqual(
      code('forbidden_by_policy', { rule: 'scopes' }),
    );
    await expect(client.token({ ...asked, scopes: [] })).rejects.toEqual(
      code('invalid_request', { errors: [{ pointer: '/scopes', reason: anyString }] }),
    );
    await expect(client.token({ ...asked, userId: 'lisi', unionId: 'x' })).rejects.toMatchObject({
      remedy: 'developer',
      requestId: anyString,
    });
    const stranger = clientOf({ credentials: clientSecret(caller.clientId, 'not-the-secret') });
    await expect(stranger.token(asked)).rejects.toEqual(code('unauthenticated'));
  });

  describe('what only needs time', () => {
    const stale = () =>
      world.database.pool.query(
        `update grants set access_token_expires_at = now() - interval '1 s' where state = 'active'`,
      );
    const slowRefresh = (delayMs: number) =>
      world.emulator.control('PUT', '/faults/delay', { delayMs, operation: 'userAccessToken.refresh', times: 1 });

    it('is waited for and tried again, within the deadline', async () => {
      await stale();
      await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'userAccessToken.refresh', times: 1 });
      const token = await clientOf().token(asked, { deadlineMs: 20_000 });
      expect((await useAtDingTalk(token)).status).toBe(200);
    });

    it('is not waited for longer than the call has', async () => {
      await stale();
      await slowRefresh(6_000);
      const startedAt = performance.now();
      await expect(clientOf().token(asked, { deadlineMs: 2_500 })).rejects.toMatchObject({ remedy: 'wait' });
      expect(performance.now() - startedAt).toBeLessThan(3_500);
    });

    it('ends for whoever leaves, and goes on for the others', async () => {
      await stale();
      await slowRefresh(1_500);
      const client = clientOf();
      const leaving = new AbortController();
      const left = client.token(asked, { signal: leaving.signal });
      const stayed = client.token(asked);
      leaving.abort(new Error('the user closed the page'));
      await expect(left).rejects.toThrow('the user closed the page');
      expect((await useAtDingTalk(await stayed)).status).toBe(200);
    });

    it('is a broker that is away', async () => {
      const client = clientOf({ url: `http://127.0.0.1:${await freePort()}`, grpc: undefined });
      await expect(client.token(asked, { deadlineMs: 600 })).rejects.toEqual(code('unreachable'));
    });
  });

  describe('a token that DingTalk refuses', () => {
    const expireAtDingTalk = () => world.emulator.control('POST', '/tokens/expire', { kind: 'access' });

    it('is reported, replaced and tried once more, whether the call returns the refusal or throws it', async () => {
      const client = await listeningClient();
      const used: string[] = [];
      const through = (call: (token: DingTalkToken) => Promise<unknown>) =>
        client.withToken(asked, (token) => {
          used.push(token.handoutId);
          return call(token);
        });
      await client.token(asked);
      await expireAtDingTalk();
      expect(await through(useAtDingTalk)).toMatchObject({ status: 200 });
      expect(new Set(used).size).toBe(2);

      await expireAtDingTalk();
      const likeAnSdk = async (token: DingTalkToken) => {
        const answer = await useAtDingTalk(token);
        if (!answer.ok) throw Object.assign(new Error('refused'), (await answer.json()) as object);
        return answer.status;
      };
      expect(await through(likeAnSdk)).toBe(200);
      expect(new Set(used).size).toBe(3);
    });

    it('that lacks a scope by now leads to the consent that is missing', async () => {
      const client = clientOf();
      const fewer = seeded.scopes.filter((scope) => scope !== 'Todo.Todo.Write');
      const path = `/applications/${seeded.clientId}`;
      await client.token(asked);
      await world.emulator.control('PATCH', path, { delegatedPoints: fewer });
      try {
        await expect(client.withToken(asked, useAtDingTalk)).rejects.toEqual(
          code('consent_required', { consentUrl: anyString, missingScopes: asked.scopes, reason: 'scopes_missing' }),
        );
      } finally {
        await world.emulator.control('PATCH', path, { delegatedPoints: seeded.scopes });
      }
    });

    it('is not confused with another failure', async () => {
      const client = clientOf();
      let calls = 0;
      const failing = async () => {
        calls += 1;
        throw Object.assign(new Error('busy'), { code: 'system.busy' });
      };
      await expect(client.withToken(asked, failing)).rejects.toThrow('busy');
      expect(calls).toBe(1);
    });
  });

  describe('the gateway', () => {
    const personalTodo = '/v1.0/todo/users/me/personalTasks';
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ subject: '写周报' }),
    };
    const request = { ...asked, scopes: ['Todo.PersonalTodo.Write'] };

    it('is called with a handle, that is kept, and renewed when it has ended', async () => {
      const client = await listeningClient();
      const answer = await client.callDingTalk(request, personalTodo, init);
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ taskId: anyString })]);
      const { handoutId } = await client.handle(request);
      await world.database.pool.query('update handles set ended_at = now()');
      expect((await client.callDingTalk(request, personalTodo, init)).status).toBe(200);
      expect((await client.handle(request)).handoutId).not.toBe(handoutId);
    });

    it('answers what DingTalk says as an answer, and what the broker says as its outcome', async () => {
      const client = clientOf();
      const missing = await client.callDingTalk(request, personalTodo, { ...init, body: '{}' });
      expect([missing.status, await missing.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'Missingsubject' }),
      ]);
      await expect(client.callDingTalk(request, '/v1.0/nothing/of/the/kind', init)).rejects.toEqual(
        code('unknown_operation'),
      );
      await expect(client.callDingTalk({ ...request, userId: 'wangfang' }, personalTodo, init)).rejects.toMatchObject({
        code: 'consent_required',
      });
    });
  });

  it('prints neither a token, nor a handle, nor its own secret', async () => {
    const client = await listeningClient();
    const [token, handle] = [await client.token(asked), await client.handle(asked)];
    const secrets = [token.reveal(), handle.reveal(), caller.clientSecret];
    const said = [token, handle, client].flatMap((it) => [
      inspect(it, { depth: 20, showHidden: true }),
      String(it),
      JSON.stringify(it),
    ]);
    for (const secret of secrets) expect(said.join('\n')).not.toContain(secret);
    expect(inspect(client, { depth: 20 })).not.toMatch(/eyJ/);
  });

  it('gives back what it holds when it is closed, if asked to', async () => {
    // What was obtained before the stream is open is let go when it opens: it may have been revoked meanwhile.
    const client = await listeningClient();
    const [token, handle] = [await client.token(asked), await client.handle(asked)];
    await client.close({ giveBack: true });
    const { rows } = await world.database.pool.query(
      `select details ->> 'handoutId' as id from audit_events where type = 'handout.returned' and caller_id = $1`,
      [caller.id],
    );
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([token.handoutId, handle.handoutId]));
  });
});

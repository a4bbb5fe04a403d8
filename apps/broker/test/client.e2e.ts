import { inspect } from 'node:util';
import { clientAssertion, clientSecret } from '@app/client';
import { describe, expect, it } from '@jest/globals';
import { whatOnlyNeedsTime } from './client/patience.js';
import { tokensThatAreRefused } from './client/refused-tokens.js';
import {
  anyString,
  asked,
  caller,
  clientOf,
  code,
  handouts,
  listeningClient,
  revoke,
  stage,
  useAtDingTalk,
  world,
} from './client/stage.js';
import { claimsOf, createAssertionKey } from './harness/assertions.js';
import { freePort } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { until } from './harness/until.js';
import { everythingOfDemo } from './harness/world.js';

describe('the client library', () => {
  stage();

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

  whatOnlyNeedsTime();

  tokensThatAreRefused();

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

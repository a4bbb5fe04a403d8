import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { clientSecret } from './caller-credentials.js';
import { TokenBrokerError } from './outcome.js';
import { TokenBrokerClient } from './token-broker-client.js';

const grant = {
  id: 'g1',
  application: 'demo',
  corpId: 'ding1',
  userId: null,
  unionId: 'u1',
  scopes: ['Todo.Todo.Write'],
};
const token = {
  accessToken: 'the-token-itself',
  expiresAt: '2026-12-01T00:00:00Z',
  scopes: ['Todo.Todo.Write'],
  application: 'demo',
  corpId: 'ding1',
  userId: null,
  unionId: 'u1',
  grantId: 'g1',
  handoutId: 'h1',
};
const handle = { handle: 'the-handle-itself', expiresAt: token.expiresAt, scopes: token.scopes, handoutId: 'h2' };
const request = { application: 'demo', authCode: 'c0de', channel: 'assistant_skill' } as const;

/** A broker that answers one after the other; text stands for a connection that breaks. */
function clientOf(...answers: readonly (object | string)[]) {
  const asked: unknown[] = [];
  const left = [...answers];
  const fetch = (async (url: string, init?: RequestInit) => {
    if (url.endsWith('/oauth2/token')) return Response.json({ access_token: 'a', expires_in: 600 });
    asked.push([url, JSON.parse(String(init?.body))]);
    const answer = left.shift();
    if (typeof answer === 'string') throw new TypeError(answer);
    const refused = answer && 'code' in answer;
    return Response.json(answer, { status: refused ? 403 : 200 });
  }) as typeof globalThis.fetch;
  const credentials = clientSecret('id', 'secret');
  return { client: new TokenBrokerClient({ url: 'http://broker.example', credentials, fetch }), asked };
}

describe('exchangeAuthCode', () => {
  it('brings the grant and what was handed out of it, which does not print', async () => {
    const { client, asked } = clientOf({ grant, token }, { grant, handle });
    const handOut = { scopes: token.scopes, delivery: 'token' } as const;
    const withToken = await client.exchangeAuthCode({ ...request, handOut });
    expect(withToken).toMatchObject({ grantId: 'g1', userId: null, unionId: 'u1', scopes: grant.scopes });
    expect(withToken.token?.headers()).toEqual({ 'x-acs-dingtalk-access-token': 'the-token-itself' });
    const withHandle = await client.exchangeAuthCode({ ...request, handOut: { ...handOut, delivery: 'handle' } });
    expect(withHandle.handle?.headers()).toEqual({ authorization: 'Bearer the-handle-itself' });
    expect(JSON.stringify([withToken, withHandle]) + inspect([withToken, withHandle])).not.toContain('itself');
    expect(asked[0]).toEqual(['http://broker.example/v1/grants', { ...request, handOut }]);
  });

  it('asks the same again where no answer came: the broker exchanges a code once, and answers alike', async () => {
    const { client, asked } = clientOf('the connection broke', { grant });
    expect((await client.exchangeAuthCode(request)).grantId).toBe('g1');
    expect(asked).toEqual([asked[0], asked[0]]);
  });

  it('says what the person has to do first', async () => {
    const problem = {
      code: 'consent_required',
      consentUrl: 'https://c',
      missingScopes: ['a'],
      reason: 'scopes_missing',
    };
    const refusal = await clientOf(problem)
      .client.exchangeAuthCode(request)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TokenBrokerError);
    expect(refusal).toMatchObject({ remedy: 'person', outcome: problem });
  });
});

describe('requestConsent', () => {
  it('tells what became of the message to the person', async () => {
    const notified = { state: 'not_sent', reason: 'sent_recently', retryAfterSeconds: 590 };
    const link = { consentId: 'c1', consentUrl: 'https://c', expiresAt: '2026-12-01T00:00:00Z' };
    const { client } = clientOf({ ...link, notified }, link);
    const asking = { application: 'demo', scopes: ['a'], userId: 'zhangsan' };
    expect((await client.requestConsent({ ...asking, notify: { by: 'robot' } })).notified).toEqual(notified);
    expect(await client.requestConsent(asking)).not.toHaveProperty('notified');
  });
});

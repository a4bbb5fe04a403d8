import { Secret } from '@app/secret';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DingTalkClient } from '../dingtalk-client.js';
import { answer, Wire } from '../wire.fixture.js';
import { RegistrationProbes } from './registration-probes.js';

const app = { clientId: 'dingclient', clientSecret: Secret.of('canary-client-secret') };
const internal = { kind: 'internal' } as const;
const appToken = { accessToken: 'a1b2', expireIn: 7200 };

describe('questions about a registration', () => {
  let wire: Wire;
  let client: DingTalkClient;
  let probes: RegistrationProbes;
  beforeAll(async () => {
    wire = await Wire.listen();
    client = new DingTalkClient({ hosts: wire.hosts, deadlineMs: 300 });
    probes = new RegistrationProbes(client);
  });
  afterAll(async () => {
    await client.close();
    await wire.close();
  });

  it.each([
    ['given a token', answer(200, appToken), 'accepted'],
    ['told that id or secret are wrong', answer(400, { code: 'invalidClientIdOrSecret' }), 'wrong'],
    [
      'told that the address is not allowed',
      answer(403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList' }),
      'refused_otherwise',
    ],
    ['answered by a broken server', answer(500, 'no'), 'unanswered'],
  ])('calls the secret what DingTalk says of it, when %s', async (_, behaviour, kind) => {
    wire.behaviour = behaviour;
    expect(await probes.secret(app, internal)).toMatchObject({ kind });
  });

  it('asks about the secret anew, although a token obtained with it is kept', async () => {
    wire.behaviour = answer(200, appToken);
    await client.appToken(app, internal);
    wire.behaviour = answer(400, { code: 'invalidClientIdOrSecret' });
    expect(await probes.secret(app, internal)).toMatchObject({ kind: 'wrong' });
  });

  it('takes the refusal of a made-up code for no proof of the secret', async () => {
    wire.behaviour = answer(400, { code: 'invalidParameter.authCode.notFound' });
    expect(await probes.secret(app, undefined)).toEqual({ kind: 'not_refused' });
    wire.behaviour = answer(400, { code: 'invalidParameter.idOrSecret.notFound' });
    expect(await probes.secret(app, undefined)).toMatchObject({ kind: 'wrong' });
  });

  it.each([
    [200, 'shown'],
    [302, 'shown'],
    [400, 'refused'],
    [503, 'unanswered'],
  ])('takes HTTP %i of the authorisation page for: %s', async (status, kind) => {
    wire.behaviour = answer(status, '<html>');
    expect(await probes.redirectUri('dingclient', 'https://broker.example.com/consent/callback')).toMatchObject({
      kind,
    });
    const asked = new URL(wire.seen.at(-1)?.url ?? '', 'http://dingtalk');
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: 'dingclient',
      redirect_uri: 'https://broker.example.com/consent/callback',
    });
  });

  it.each([
    ['nobody of that id', 60121, 'allowed'],
    ['that it may not ask', 60011, 'not_allowed'],
    ['nonsense', -7, 'unanswered'],
  ])('reads from %s whether people can be looked up', async (_, errcode, kind) => {
    wire.behaviour = (response, request) =>
      answer(200, request.url.startsWith('/topapi/') ? { errcode, errmsg: 'x' } : appToken)(response, request);
    expect(await probes.memberLookup(app, internal)).toMatchObject({ kind });
  });
});

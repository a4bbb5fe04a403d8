import { inspect } from 'node:util';
import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import { pluginAnswer, unreadableAnswer } from './plugin-answer.js';
import { pluginTopics, readPluginCall } from './plugin-call.js';
import { consentCodeFor, lackNamedBy } from './plugin-failures.js';

const [first = '', graph = ''] = pluginTopics;
const TOKEN = 'c4b3ecd60a1a308abc6b7fc6f0332d84';
const read = (topic: string, data: unknown) =>
  readPluginCall({
    topic,
    messageId: 'message',
    data: Secret.of(typeof data === 'string' ? data : JSON.stringify(data)),
    isAwaited: () => true,
  });

/** As the source document prints it. */
const printed = {
  abilityKey: 'addCustomer',
  data: { owner: '010912691086509', ambition: '低', customName: '杭州钉钉网络有限公司', accessToken: TOKEN },
  pluginId: 'AI-xxxx-yyy-zzz-www-hhhhhh',
  pluginVersion: '1.0.0',
  requestId: '39a47658-5800-41ba-bfed-21a9573e470f',
};
const { accessToken: _, ...printedData } = printed.data;
const graphCall = (body: unknown, headers: object = {}) => ({
  requestLine: { method: 'POST', uri: '/plugin' },
  headers: { 'X-Plugin-Id': 'AI-1', 'x-plugin-version': '2.0.0', 'x-ability-key': 'addCustomer', ...headers },
  body,
});

describe('a call of an AI plugin', () => {
  it('is read as the document prints it, with the token apart from the data', () => {
    const call = read(first, printed);
    expect(call).toMatchObject({
      generation: 1,
      abilityKey: 'addCustomer',
      pluginId: printed.pluginId,
      pluginVersion: '1.0.0',
      requestId: printed.requestId,
    });
    expect(call?.data).toEqual(printedData);
    expect(call?.accessToken?.reveal()).toBe(TOKEN);
    expect(inspect(call, { depth: 9 })).not.toContain(TOKEN);
  });

  it.each([
    ['JSON text', JSON.stringify(printed.data)],
    ['an object', printed.data],
    ['the shape of the first generation', JSON.stringify(printed)],
  ])('of the second generation is read with %s as its body', (_name, body) => {
    const call = read(graph, graphCall(body));
    expect(call).toMatchObject({ generation: 2, abilityKey: 'addCustomer', pluginId: 'AI-1', pluginVersion: '2.0.0' });
    expect(call?.data).toEqual(printedData);
    expect(call?.accessToken?.reveal()).toBe(TOKEN);
  });

  it('keeps the token out of the data wherever it stands', () => {
    const data = {
      accessToken: TOKEN,
      nested: { access_token: 'another', deep: [{ AccessToken: 'x', kept: 1 }, `Bearer ${TOKEN}`] },
      [TOKEN]: 1,
      text: `my token is ${TOKEN}`,
    };
    const call = read(first, { ...printed, data });
    expect(call?.data).toEqual({ nested: { deep: [{ kept: 1 }, null] }, text: undefined });
    expect(JSON.stringify(call?.data)).not.toContain(TOKEN);
  });

  it('has no token where the plugin asks for none, and takes the message’s id where it has none of its own', () => {
    const call = read(first, { abilityKey: 'echo', data: { accessToken: '' } });
    expect(call).toMatchObject({ requestId: 'message', data: {}, accessToken: undefined });
  });

  it.each(['', 'null', '[]', '{}', '{"abilityKey":7}', '{"abilityKey":"a\\u0000"}', '{"data":{"abilityKey":"a"}}'])(
    'is not read from %j',
    (text) => {
      expect(read(first, text)).toBeUndefined();
      expect(read(graph, text)).toBeUndefined();
    },
  );
});

describe('the answer to an AI plugin', () => {
  const [call, later] = [read(first, printed), read(graph, graphCall('{}', { 'x-request-id': 'r-2' }))];
  if (!call || !later) throw new Error('not read');

  it('has the form of its generation', () => {
    expect(pluginAnswer(call, { result: { id: 1 } })).toEqual({ requestId: printed.requestId, result: { id: 1 } });
    expect(pluginAnswer(later, { result: { id: 1 } })).toEqual({
      statusLine: { code: 200, reasonPhrase: 'OK' },
      headers: { 'Content-Type': 'application/json' },
      body: '{"id":1}',
    });
  });

  it('to a failure is the body that the document prints', () => {
    const code = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
    const failure = { success: false, code, requestId: printed.requestId };
    expect(pluginAnswer(call, { failure: code })).toEqual(failure);
    expect(pluginAnswer(later, { failure: code })).toMatchObject({
      statusLine: { code: 200 },
      body: JSON.stringify({ ...failure, requestId: 'r-2' }),
    });
    expect(unreadableAnswer('m', 'x')).toEqual({ success: false, code: 'x', requestId: 'm' });
  });

  it.each([
    ['consent_required', 'no_grant', 'InvalidAuthentication'],
    ['consent_required', 'grant_expired', 'InvalidAuthentication'],
    ['consent_required', 'grant_revoked', 'InvalidAuthentication'],
    ['consent_required', 'refresh_rejected', 'InvalidAuthentication'],
    ['consent_required', 'withdrawn', 'InvalidAuthentication'],
    ['consent_required', 'indeterminate', 'InvalidAuthentication'],
    ['consent_required', 'scopes_missing', 'Forbidden.AccessDenied.AccessTokenPermissionDenied'],
    ['consent_rejected', undefined, 'InvalidAuthentication'],
    ['unauthenticated', undefined, 'InvalidAuthentication'],
    ['identity_unavailable', undefined, 'Forbidden.AccessDenied.AccessTokenPermissionDenied'],
    ['InvalidAuthentication', undefined, 'InvalidAuthentication'],
    ['accesstoken.expired', undefined, 'InvalidAuthentication'],
    ['permission.deny', undefined, 'Forbidden.AccessDenied.AccessTokenPermissionDenied'],
  ])('to %s with %s opens the consent card as %s', (code, reason, expected) => {
    const lack = lackNamedBy(code, reason);
    expect(lack && consentCodeFor(lack)).toBe(expected);
  });

  it.each(['forbidden_by_policy', 'temporarily_unavailable', 'rate_limited', 'system.busy', 'toString'])(
    'to %s opens none',
    (code) => expect(lackNamedBy(code)).toBeUndefined(),
  );
});

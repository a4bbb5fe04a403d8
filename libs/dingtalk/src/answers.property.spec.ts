import { Secret } from '@app/secret';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DingTalkClient } from './dingtalk-client.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import { failureTable, findFailure } from './failure-table.js';
import { answer, Wire } from './wire.fixture.js';

const app = { clientId: 'dingclient', clientSecret: Secret.of('s') };

let wire: Wire;
let client: DingTalkClient;
beforeAll(async () => {
  wire = await Wire.listen();
  client = new DingTalkClient({ hosts: wire.hosts });
});
afterAll(async () => {
  await client.close();
  await wire.close();
});

const status = fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504);
const code = fc.oneof(fc.constantFrom(...failureTable.map((row) => row.code)), fc.string(), fc.jsonValue());
const success = fc.record(
  {
    accessToken: fc.oneof(fc.string(), fc.jsonValue()),
    refreshToken: fc.oneof(fc.string(), fc.jsonValue()),
    expireIn: fc.oneof(fc.integer(), fc.jsonValue()),
    corpId: fc.oneof(fc.string(), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const problem = fc.oneof(
  fc.record({ code, requestid: fc.jsonValue(), accessdenieddetail: fc.jsonValue() }, { requiredKeys: [] }),
  fc.record({ Code: code, AccessDeniedDetail: fc.record({ requiredScopes: fc.jsonValue() }) }, { requiredKeys: [] }),
  fc.record({ errcode: code, sub_code: code, result: fc.jsonValue() }, { requiredKeys: [] }),
);
const valid = fc.record({
  accessToken: fc.uuid(),
  refreshToken: fc.uuid(),
  expireIn: fc.integer({ min: 1, max: 7200 }),
});
const whole = fc.oneof(
  valid.map((body) => JSON.stringify(body)),
  fc.string(),
  fc.json(),
  success.map((body) => JSON.stringify(body)),
  problem.map((body) => JSON.stringify(body)),
);
const body = fc
  .tuple(whole, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  .map(([text, at, cut]) => (cut ? text.slice(0, Math.floor(text.length * at)) : text));

async function outcome(asked: Promise<unknown>): Promise<unknown> {
  return asked.catch((error: unknown) => error);
}

describe('whatever DingTalk answers', () => {
  it('is a validated value or a DingTalkFailure, and a refresh is "answered" only by a row of the table', async () => {
    await fc.assert(
      fc.asyncProperty(status, body, async (httpStatus, text) => {
        wire.behaviour = answer(httpStatus, text);
        const got = await outcome(client.refresh(app, Secret.of('r')));
        if (!(got instanceof DingTalkFailure)) {
          expect(got).toMatchObject({ accessToken: expect.any(Secret), refreshToken: expect.any(Secret) });
          expect(httpStatus).toBe(200);
          return;
        }
        if (got.fate !== 'answered') expect(got.remedy).toBe('transient');
        else
          expect(findFailure('user_token', got.code ?? '', httpStatus)).toMatchObject({
            fate: 'answered',
            remedy: got.remedy,
          });
      }),
      { numRuns: 400 },
    );
  });

  it.each<[string, (token: Secret) => Promise<unknown>]>([
    ['person', (token) => client.person(app.clientId, token)],
    ['grantedScopes', (token) => client.grantedScopes(app.clientId, token)],
    ['membership', (token) => client.membership(app.clientId, token, 'u-1')],
    ['appToken', () => client.appToken(app, { kind: 'isv', corpId: `ding${wire.seen.length}` })],
  ])('never makes %s throw anything but a DingTalkFailure', async (_method, ask) => {
    await fc.assert(
      fc.asyncProperty(status, body, async (httpStatus, text) => {
        wire.behaviour = answer(httpStatus, text);
        const got = await outcome(ask(Secret.of('t')));
        if (got instanceof Error) expect(got).toBeInstanceOf(DingTalkFailure);
      }),
      { numRuns: 100 },
    );
  });
});

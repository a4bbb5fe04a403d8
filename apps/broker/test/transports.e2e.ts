import { type BrokerErrorCode, grpcStatusTable } from '@app/errors';
import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { detailsOf, type RpcStatus } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { cases, token } from './transports/cases.js';
import { type Body, fromRpc, ofRest, ofRpc, statusesOf, withoutEmpty } from './transports/outcome.js';
import { asked, broad, caller, grpc, reasons, recordsOf, rest, rpc, scopes, stage, world } from './transports/stage.js';

/** Which rule may stand in the way, as the contract lists them. */
const rules = ['no_entitlement', 'delivery', 'scopes', 'purpose_required', 'people', 'suspended', 'may_bring_codes'];
/** Outcomes that have no row in the table, and where they are instead. */
const elsewhere: Partial<Record<BrokerErrorCode, string>> = {
  unauthenticated: 'below, in a table of its own: nobody calls',
  not_found: 'below: a consent of another caller',
  internal_error: 'nobody can ask for a fault; rpc-status.spec.ts holds its form',
};
interface BatchItem {
  readonly token?: Body;
  readonly problem?: Body;
}
type RpcOutcome = Body & { readonly error?: RpcStatus };

describe('REST and gRPC', () => {
  stage();

  it.each(cases)('$code when $when: the same answer and the same record through both', async (one) => {
    const by = one.by?.() ?? caller;
    const { path, method } = one.way ?? token;
    const request = one.request ?? (async () => ({ ...asked, ...one.body }));
    const [restId, rpcId] = [uuidv7(), uuidv7()];
    try {
      await one.before?.();
      const overRest = await rest(by, path, withoutEmpty(await request()), restId);
      const overGrpc = await rpc(by, method, await request(), rpcId);
      expect([overRest.status, overGrpc.status]).toEqual(statusesOf(one.code));
      const [throughRest, throughGrpc] = [ofRest(overRest), ofRpc(overGrpc)];
      expect(throughRest).toMatchObject({ code: one.code, members: one.members });
      expect(throughGrpc).toEqual(
        one.overGrpc ? { ...throughRest, code: one.overGrpc, detail: undefined } : throughRest,
      );
    } finally {
      await one.after?.();
    }
    const records = await recordsOf(restId);
    expect(records).toHaveLength(one.unrecorded ? 0 : 1);
    expect(await recordsOf(rpcId)).toEqual(one.recordedOnce ? [] : records);
  });

  it('leave out no outcome of the contract', () => {
    const codes = (Object.keys(grpcStatusTable) as BrokerErrorCode[]).filter((code) => grpcStatusTable[code] !== null);
    const rows = new Set([...cases.map(({ code }) => code), ...Object.keys(elsewhere)]);
    expect(['token', 'handle', ...codes].filter((code) => !rows.has(code))).toEqual([]);
    const said = JSON.stringify(cases.map(({ members }) => members));
    expect([...reasons, ...rules].filter((word) => !said.includes(`"${word}"`))).toEqual([]);
  });

  it.each(['', 'x', 'a.b.c', 'op_test_0123456789abcdef0123456789abcdef'])(
    'unauthenticated with the access token %j',
    async (token) => {
      const throughRest = await ask(`${world.url}/v1/tokens`, {
        headers: { authorization: `Bearer ${token}` },
        json: asked,
      });
      const throughGrpc = await grpc.call('GetToken', asked, { token });
      expect(ofRest(throughRest)).toMatchObject({ code: 'unauthenticated' });
      expect(ofRpc(throughGrpc)).toEqual(ofRest(throughRest));
      expect(throughGrpc.status).toBe('UNAUTHENTICATED');
    },
  );

  describe('a batch', () => {
    const requests: readonly Body[] = [
      asked,
      { ...asked, userId: 'wangfang' },
      { ...asked, userId: 'lisi' },
      { ...asked, application: 'everywhere' },
      { ...asked, userId: 'nobody-at-all' },
      asked,
    ];

    it('has an outcome for each request, in order, each as if asked alone and with a record of its own', async () => {
      const [restId, rpcId] = [uuidv7(), uuidv7()];
      const { status, body } = await rest(caller, '/tokens/batch', { requests }, restId);
      expect(status).toBe(200);
      const throughRest = (body.outcomes as BatchItem[]).map(({ token, problem }) => {
        const { status: _, ...given } = problem ?? {};
        return ofRest({ status: token ? 200 : 403, body: token ?? given });
      });
      const answer = await rpc<{ outcomes: RpcOutcome[] }>(caller, 'BatchGetTokens', { requests }, rpcId);
      expect(answer.status).toBe('OK');
      const throughGrpc = answer.body.outcomes.map((outcome) =>
        outcome.error
          ? ofRpc({ status: 'error', message: outcome.error.message, body: {}, ...detailsOf(outcome.error) })
          : ofRpc({ status: 'OK', message: '', body: outcome, errorInfo: undefined, retryAfterSeconds: undefined }),
      );
      expect(throughRest.map(({ code }) => code)).toEqual([
        'token',
        'consent_required',
        'forbidden_by_policy',
        'invalid_request',
        'consent_required',
        'token',
      ]);
      expect(throughGrpc).toEqual(throughRest);

      const records = await recordsOf(restId);
      expect(records).toHaveLength(requests.length);
      const sorted = (all: object[]) => all.map((record) => JSON.stringify(record)).sort();
      expect(sorted(await recordsOf(rpcId))).toEqual(sorted(records));
      const handouts = (body.outcomes as BatchItem[]).flatMap(({ token }) => (token ? [token.handoutId] : []));
      expect(new Set(handouts).size).toBe(2);
    });

    it.each([
      ['nothing', [], '/requests'],
      ['a hundred and one', Array.from({ length: 101 }, () => asked), '/requests'],
      ['one that cannot be understood', [asked, { ...asked, scopes: [] }], '/requests/1/scopes'],
    ])('is refused as a whole with %s in it', async (_, many, pointer) => {
      const throughRest = ofRest(await rest(caller, '/tokens/batch', { requests: many }, uuidv7()));
      expect(throughRest).toMatchObject({ code: 'invalid_request', members: { errors: [{ pointer }] } });
      expect(ofRpc(await rpc(caller, 'BatchGetTokens', { requests: many }, uuidv7()))).toEqual(throughRest);
    });

    it('of a hundred is answered', async () => {
      const many = Array.from({ length: 100 }, () => asked);
      const { body } = await rest(caller, '/tokens/batch', { requests: many }, uuidv7());
      expect((body.outcomes as BatchItem[]).filter(({ token }) => token)).toHaveLength(100);
    });
  });

  describe('a consent that a caller asks for', () => {
    const wanted = { application: 'demo', userId: 'wangfang', scopes, reason: 'sync to-dos', once: true };
    const endsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 40 * 3_600_000);

    it('is the same through both, and its state too', async () => {
      const [restId, rpcId] = [uuidv7(), uuidv7()];
      const { body } = await rest(caller, '/consents', { ...wanted, expiresAt: endsAt.toISOString() }, restId);
      const expiresAt = { seconds: endsAt.getTime() / 1000, nanos: 0 };
      const created = await rpc<Body>(caller, 'CreateConsent', { ...wanted, expiresAt }, rpcId);
      expect(created).toMatchObject({ status: 'OK', requestId: rpcId });
      const given = fromRpc(created.body);
      expect(Object.keys(withoutEmpty(given)).sort()).toEqual(Object.keys(body).sort());
      expect(given.consentUrl).toBe(`${world.url}/consent/demo?consent=${given.consentId}`);
      const [record] = await recordsOf(restId);
      expect(JSON.stringify(await recordsOf(rpcId))).toBe(
        JSON.stringify([record]).replaceAll(String(body.consentId), String(given.consentId)),
      );

      const stateOf = async (id: unknown) => (await rest(caller, `/consents/${id}`, undefined, uuidv7())).body;
      const state = await rpc<Body>(caller, 'GetConsent', { consentId: given.consentId }, uuidv7());
      const throughRest = Object.fromEntries(
        // What is null in JSON is left out in proto3.
        Object.entries(await stateOf(given.consentId)).filter(([, value]) => value !== null),
      );
      expect(withoutEmpty(fromRpc(state.body))).toEqual(throughRest);
      expect(throughRest).toMatchObject({ state: 'pending', endsAt: endsAt.toISOString(), once: true });
    });

    it.each([
      ['an end in the past', { expiresAt: new Date('2020-01-01T00:00:00Z') }],
      ['a way back nobody registered', { returnUrl: 'https://evil.example.com/' }],
      ['another application', { application: 'unheard-of' }],
      ['nobody', { userId: '' }],
    ])('is refused alike with %s', async (_, change) => {
      const body = { ...wanted, ...change };
      const throughRest = ofRest(await rest(caller, '/consents', withoutEmpty(body), uuidv7()));
      const expiresAt = 'expiresAt' in change && { seconds: change.expiresAt.getTime() / 1000 };
      const answer = await rpc(caller, 'CreateConsent', { ...body, ...(expiresAt && { expiresAt }) }, uuidv7());
      expect(ofRpc(answer)).toEqual(throughRest);
      expect(['INVALID_ARGUMENT', 'PERMISSION_DENIED']).toContain(answer.status);
    });

    it('is not found by another caller, nor under an id that is none', async () => {
      const { body } = await rest(caller, '/consents', wanted, uuidv7());
      for (const consentId of [body.consentId, uuidv7()]) {
        const throughRest = ofRest(await rest(broad, `/consents/${consentId}`, undefined, uuidv7()));
        const answer = await rpc(broad, 'GetConsent', { consentId }, uuidv7());
        expect([throughRest.code, answer.status]).toEqual(['not_found', 'NOT_FOUND']);
        expect(ofRpc(answer)).toEqual(throughRest);
      }
      const malformed = await rpc(caller, 'GetConsent', { consentId: 'x' }, uuidv7());
      expect(malformed).toMatchObject({ status: 'INVALID_ARGUMENT', errorInfo: { reason: 'invalid_request' } });
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

describe('what callers take back', () => {
  let world: World;
  let revoker: TestCaller;
  let user: TestCaller;
  let handout: { grantId: string; handoutId: string; expiresAt: string };
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    revoker = await world.createCaller('off-boarding', [{ ...everythingOfDemo, mayRevoke: true }]);
    user = await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(() => world.close());

  const handOut = async (who: TestCaller, userId = 'zhangsan') => {
    const { body } = await who.requestToken({ application: 'demo', userId, scopes: ['Contact.User.Read'] });
    return body as unknown as typeof handout;
  };
  beforeEach(async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    handout = await handOut(user);
  });
  const post = async (who: TestCaller, path: string, json?: object) =>
    ask(`${world.brokers[1]?.url}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await who.accessToken()}` },
      json,
    });
  const revoke = (who: TestCaller, grantId: string) =>
    post(who, `/grants/${grantId}/revoke`, { reason: 'left the company' });
  const giveBack = (who: TestCaller, handoutId: string) => post(who, `/handouts/${handoutId}/return`);
  const apartFromRequest = ({ status, body: { requestId: _, ...body } }: Awaited<ReturnType<typeof revoke>>) => ({
    status,
    body,
  });

  describe('a grant, by a caller whose entitlement says so', () => {
    it('ends it for everybody, with a receipt of its own hand-outs and the end of what is live upstream', async () => {
      const own = await handOut(revoker);
      const { status, body } = await revoke(revoker, handout.grantId);
      expect(status).toBe(200);
      expect(body).toMatchObject({ grantId: handout.grantId, upstreamLiveUntil: handout.expiresAt });
      expect(body.liveHandouts).toEqual([
        { handoutId: own.handoutId, callerId: revoker.id, delivery: 'token', expiresAt: own.expiresAt },
      ]);
      const refused = await user.requestToken({
        application: 'demo',
        userId: 'zhangsan',
        scopes: ['Contact.User.Read'],
      });
      expect(refused.body.reason).toBe('grant_revoked');
      const { body: kept } = await world.operator('GET', `/revocations/${body.revocationId}`);
      expect(kept).toMatchObject({ actor: 'caller:off-boarding', cause: 'caller', reason: 'left the company' });
      const named = (kept.liveHandouts as { handoutId: string }[]).map(({ handoutId }) => handoutId);
      expect(named).toEqual(expect.arrayContaining([own.handoutId, handout.handoutId]));
      expect((await revoke(revoker, handout.grantId)).body.code).toBe('conflict');
    });

    it('is refused alike where the entitlement does not reach, does not say so, or no such grant exists', async () => {
      const elsewhere = await world.createCaller(`elsewhere-${uuidv7().slice(-12)}`, [
        { ...everythingOfDemo, mayRevoke: true, people: { persons: [{ userId: 'lisi', corpId: seeded.corpId }] } },
      ]);
      const answers = [
        await revoke(user, handout.grantId),
        await revoke(elsewhere, handout.grantId),
        await revoke(user, uuidv7()),
        await revoke(revoker, uuidv7()),
      ].map(apartFromRequest);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]).toMatchObject({ status: 403, body: { code: 'forbidden_by_policy', rule: 'may_revoke' } });
      expect((await world.operator('GET', `/grants/${handout.grantId}`)).body.state).toBe('active');
      const { body } = await world.operator(
        'GET',
        `/audit-events?type=grant.revocation_refused&callerId=${elsewhere.id}`,
      );
      expect(body.items).toMatchObject([
        { actor: `caller:${elsewhere.clientId.replace(/-[^-]+$/, '')}`, grantId: null },
      ]);
    });

    it('is refused from the moment the entitlement is taken away, on a replica that knew it', async () => {
      const caller = await world.createCaller(`short-lived-${uuidv7().slice(-12)}`, [
        { ...everythingOfDemo, mayRevoke: true },
      ]);
      expect((await revoke(caller, uuidv7())).status).toBe(403);
      await world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [everythingOfDemo] });
      expect((await revoke(caller, handout.grantId)).status).toBe(403);
    });

    it('asks for a reason and a grant id', async () => {
      expect((await post(revoker, `/grants/${handout.grantId}/revoke`, {})).status).toBe(400);
      expect((await revoke(revoker, 'not-an-id')).status).toBe(400);
      const anonymous = await ask(`${world.url}/v1/grants/${handout.grantId}/revoke`, { json: { reason: 'x' } });
      expect(anonymous.status).toBe(401);
    });
  });

  describe('a hand-out, by the caller that got it', () => {
    it('is recorded once, and goes on being named in receipts, because DingTalk honours the token all the same', async () => {
      const { status, body } = await giveBack(user, handout.handoutId);
      expect(status).toBe(200);
      expect(body).toMatchObject({ handoutId: handout.handoutId, upstreamLiveUntil: handout.expiresAt });
      expect((await giveBack(user, handout.handoutId)).body).toEqual(body);
      const { body: events } = await world.operator(
        'GET',
        `/audit-events?type=handout.returned&grantId=${handout.grantId}`,
      );
      expect((events.items as { details: object }[]).filter(isOf(handout.handoutId))).toMatchObject([
        { actor: 'caller:todo-sync', callerId: user.id, userId: 'zhangsan', handoutId: null },
      ]);
      const { body: receipt } = await world.operator('POST', `/grants/${handout.grantId}/revoke`, { reason: 'test' });
      expect((receipt.liveHandouts as { handoutId: string }[]).map(({ handoutId }) => handoutId)).toContain(
        handout.handoutId,
      );
    });

    it('is not found by anybody else, like one that never was', async () => {
      const answers = [
        await giveBack(revoker, handout.handoutId),
        await giveBack(revoker, uuidv7()),
        await giveBack(revoker, uuidv4()),
        await giveBack(revoker, 'ffffffff-ffff-7fff-bfff-ffffffffffff'),
      ].map(apartFromRequest);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]?.status).toBe(404);
    });
  });
});

const isOf =
  (handoutId: string) =>
  ({ details }: { details: object }) =>
    'handoutId' in details && details.handoutId === handoutId;

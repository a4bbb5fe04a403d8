import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { seeded } from '../harness/emulator.js';
import { consentAs } from '../harness/person.js';
import { everythingOfDemo } from '../harness/world.js';
import { asked, caller, expectProblem, identityOnly, pointers, world } from './stage.js';

export function withoutApplication(): void {
  describe('that names no application', () => {
    const { corpId } = seeded;
    const anywhere = { userId: 'zhangsan', corpId, scopes: ['Contact.User.Read'] };

    it('gets the narrowest grant that suffices', async () => {
      expect((await caller.requestToken(anywhere)).body.application).toBe('visitors');
      expect((await caller.requestToken({ ...anywhere, scopes: ['Todo.Todo.Write'] })).body.application).toBe('demo');
    });

    it('gets the same one of grants that are equally narrow, whoever asks where and however entitlements are ordered', async () => {
      const entitlements = [everythingOfDemo, { ...identityOnly, application: 'visitors' }];
      const others = await Promise.all(
        [entitlements, entitlements.toReversed()].map((each) => world.createCaller(`tied-${uuidv7()}`, each)),
      );
      const grants = `update grants set scopes = $1 where application = 'demo' and user_id = 'zhangsan' and state = 'active'`;
      await world.database.pool.query(grants, [['Contact.User.Read', 'snsapi_base']]);
      try {
        for (const { url } of world.brokers) {
          for (const who of [caller, ...others]) {
            const { body } = await who.requestToken(anywhere, url);
            expect([body.application, body.scopes]).toEqual(['demo', ['Contact.User.Read', 'snsapi_base']]);
          }
        }
      } finally {
        await world.database.pool.query(grants, [seeded.scopes]);
      }
      expect((await caller.requestToken(anywhere)).body.application).toBe('visitors');
    });

    describe('while the narrowest grant cannot be refreshed', () => {
      const impatient = { ...anywhere, maxWaitSeconds: 3 };
      const expire = (application: string, name: string) =>
        world.database.pool.query(
          `update grants set access_token_expires_at = now() - interval '1 s' where application = $1 and name = $2`,
          [application, name],
        );
      beforeEach(() =>
        world.emulator.control('PUT', '/faults/error_500_json', {
          operation: 'userAccessToken.refresh',
          clientId: 'dingnarrowhangzhou',
        }),
      );
      afterEach(() => world.emulator.control('DELETE', '/faults'));

      it('gets a wider one that works', async () => {
        await expire('visitors', '张三');
        expect((await caller.requestToken(impatient)).body.application).toBe('demo');
      });

      it('is told to come back, not to consent elsewhere, when there is no other', async () => {
        await consentAs(`${world.url}/consent/visitors`, { as: 'zhangwei1' });
        await expire('visitors', '张伟');
        const answer = await caller.requestToken({ ...impatient, userId: 'zhangwei1' });
        expectProblem(answer, 503, 'temporarily_unavailable');
      });
    });

    it('needs corpId with userId, and does without it with unionId', async () => {
      const answer = await caller.requestToken({ ...anywhere, corpId: undefined });
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toEqual(['/corpId']);
      const { body } = await caller.requestToken(asked);
      const byUnionId = await caller.requestToken({ unionId: body.unionId, scopes: asked.scopes });
      expect([byUnionId.status, byUnionId.body.application]).toEqual([200, 'visitors']);
    });
  });
}

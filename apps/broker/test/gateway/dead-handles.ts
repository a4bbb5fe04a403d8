import { describe, expect, it } from '@jest/globals';
import { ask } from '../harness/http.js';
import { consentAs } from '../harness/person.js';
import { accessToken, bearer, call, caller, front, handoutId, personalTodo, recordsOf, task, world } from './stage.js';

export function deadHandles(): void {
  describe('from the next call on, on every replica', () => {
    const expectDead = async () => {
      const answer = await call(personalTodo, task);
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
      expect(front.arrived).toEqual([]);
      return answer;
    };

    it('a handle that was given back is dead, and what it tried is recorded', async () => {
      await ask(`${world.url}/v1/handouts/${handoutId}/return`, { method: 'POST', headers: bearer(accessToken) });
      expect(await recordsOf(await expectDead())).toMatchObject([
        { type: 'handout.refused', outcome: 'unauthenticated' },
      ]);
    });

    it('a handle of a revoked grant is dead, also when the person consents again', async () => {
      const { id: grant } = await world.liveGrant('zhangsan');
      await world.operator('POST', `/grants/${grant}/revoke`, { reason: 'left' });
      await expectDead();
      await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
      front.reset();
      await expectDead();
    });

    it('a handle that ran out is dead', async () => {
      await world.database.pool.query(`update handles set expires_at = now() where handout_id = $1`, [handoutId]);
      await expectDead();
    });

    it('a handle is worth no more than its caller’s entitlements are by then', async () => {
      const narrowed = { entitlements: [{ application: 'demo', scopes: ['Contact.User.Read'], delivery: ['handle'] }] };
      await world.operator('PATCH', `/callers/${caller.id}`, narrowed);
      expect((await call(personalTodo, task)).body).toMatchObject({ code: 'forbidden_by_policy', rule: 'scopes' });
      const before = {
        application: 'demo',
        scopes: ['Todo.PersonalTodo.Write', 'Contact.User.Read'],
        delivery: ['handle'],
      };
      await world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [before] });
      expect((await call(personalTodo, task)).status).toBe(200);
    });

    it('a handle of a suspended grant, and of a disabled caller, makes no call until that is over', async () => {
      const { id: grant } = await world.liveGrant('zhangsan');
      for (const [stop, start] of [
        [`/grants/${grant}/suspend`, `/grants/${grant}/resume`],
        [`/callers/${caller.id}/disable`, `/callers/${caller.id}/enable`],
      ]) {
        await world.operator('POST', String(stop), { reason: 'look first' });
        expect((await call(personalTodo, task)).body).toMatchObject({ code: 'forbidden_by_policy', rule: 'suspended' });
        await world.operator('POST', String(start), { reason: 'fine' });
        expect((await call(personalTodo, task)).status).toBe(200);
      }
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { call, caller, register, service, tokenOf, world } from './stage.js';

export function abilitiesOfPlugins(): void {
  describe('an ability', () => {
    it('is listed, changed from the next call on, and removed, each on record', async () => {
      await register('changing', { address: `${service.url}/rubbish` });
      const accessToken = await tokenOf('zhangsan');
      expect(await call('changing', { accessToken })).toMatchObject({ code: 'TokenBroker.ServiceFailed' });
      const changed = await world.operator('PATCH', '/applications/demo/abilities/changing', {
        address: `${service.url}/echo`,
      });
      expect(changed).toMatchObject({ status: 200, body: { abilityKey: 'changing', warnings: [] } });
      expect(await call('changing', { accessToken, n: 1 })).toMatchObject({ result: { n: 1 } });
      const { body } = await world.operator('GET', '/applications/demo/abilities');
      expect((body.items as { abilityKey: string }[]).map(({ abilityKey }) => abilityKey)).toContain('changing');
      expect(await world.operator('DELETE', '/applications/demo/abilities/changing')).toMatchObject({
        status: 200,
        body: { abilityKey: 'changing' },
      });
      expect(await call('changing', { accessToken })).toMatchObject({ code: 'TokenBroker.UnknownAbility' });
      expect((await world.operator('DELETE', '/applications/demo/abilities/changing')).status).toBe(404);
      for (const type of ['ability.registered', 'ability.changed', 'ability.removed']) {
        const { body: found } = await world.operator('GET', `/audit-events?type=${type}&limit=1`);
        expect(found.items).toMatchObject([{ type, application: 'demo', callerId: caller.id }]);
      }
    });

    it.each([
      [{ address: 'http://crm.example.com/' }, '/address'],
      [{ address: 'http://127.0.0.1/', allowPlaintext: false }, '/address'],
      [{ address: 'https://169.254.169.254/latest' }, '/address'],
      [{ address: 'https://crm.example.com/x', transport: 'grpc' }, '/address'],
      [{ caller: '019a9f3e-7c51-7000-8000-000000000000' }, '/caller'],
      [{ scopes: [] }, '/scopes'],
      [{ timeoutSeconds: 61 }, '/timeoutSeconds'],
    ])('with %j is refused', async (wrong, pointer) => {
      const { status, body } = await register('wrong', wrong);
      expect([status, body.errors]).toMatchObject([400, [{ pointer }]]);
    });

    it('has one service', async () => {
      expect((await register('echo')).status).toBe(409);
      expect((await world.operator('GET', '/applications/nothing/abilities')).status).toBe(404);
    });
  });
}

import { expect, it } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import { contactScopes, grpcService, tokens, world } from './stage.js';

export function pluginsOfApplications(): void {
  it('come for several applications, of an ISV with the organisation, of a personal one without', async () => {
    const { clientSecret, corpId } = seeded;
    const scopes = ['Contact.User.Read', 'Calendar.Event.Read'];
    const others = [
      { name: 'meeting', kind: 'isv', clientId: 'suitedemomeeting' },
      { name: 'notes', kind: 'personal', clientId: 'dingpersonalnotes' },
    ];
    for (const each of others)
      expect((await world.operator('POST', '/applications', { ...each, clientSecret, scopes })).status).toBe(201);
    const entitlements = others.map(({ name }) => ({ application: name, scopes: contactScopes, delivery: ['handle'] }));
    const other = await world.createCaller('other', entitlements);
    const said = async (clientId: string, more: object) => {
      const topic = '/v1.0/agi/plugins/callback';
      const { grants } = await world.emulator.control<{ grants: { accessToken: string }[] }>('POST', '/grants', {
        clientId,
        people: ['lisi'],
        ...(clientId === 'suitedemomeeting' && { corpId }),
      });
      const accessToken = tokens.plant(`token for ${clientId}`, grants[0]?.accessToken ?? '');
      const data = { abilityKey: 'over-grpc', ...more, data: { accessToken } };
      return world.emulator.control<{ response: object }>('POST', '/callbacks', { clientId, topic, data });
    };
    for (const { name } of others) {
      const address = `http://${grpcService.address}`;
      const ability = { abilityKey: 'over-grpc', caller: other.id, scopes: contactScopes, transport: 'grpc', address };
      const registered = { ...ability, allowPlaintext: true };
      expect((await world.operator('POST', `/applications/${name}/abilities`, registered)).status).toBe(201);
    }
    expect(await said('suitedemomeeting', {})).toMatchObject({
      response: { success: false, code: 'TokenBroker.UnknownOrganisation' },
    });
    expect(await said('suitedemomeeting', { corpId })).toMatchObject({ response: { result: { said: {} } } });
    expect(grpcService.calls.at(-1)).toMatchObject({ person: { user_id: 'lisi', corp_id: corpId } });
    expect(await said('dingpersonalnotes', {})).toMatchObject({ response: { result: { said: {} } } });
    expect(grpcService.calls.at(-1)).toMatchObject({ person: { user_id: '', corp_id: '-' } });
    for (const { name } of others) {
      const { body } = await world.operator('GET', `/grants?application=${name}`);
      expect(body.items).toMatchObject([{ channel: 'plugin', state: 'active' }]);
    }
  });
}

import { afterAll, beforeAll, expect } from '@jest/globals';
import { type AbilityService, startAbilityService } from '../harness/ability-service.js';
import { Canaries } from '../harness/canaries.js';
import { seeded } from '../harness/emulator.js';
import { type GrpcAbilityService, servePluginAbility } from '../harness/grpc-ability.js';
import { Plugin } from '../harness/plugin.js';
import { startWorld, type TestCaller, type World } from '../harness/world.js';

export const MISSING = 'InvalidAuthentication';
export const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
export const contactScopes = ['Contact.User.Read'];
export const todoScopes = ['Todo.PersonalTodo.Write'];

export const tokens = new Canaries();
export let world: World;
export let caller: TestCaller;
export let service: AbilityService;
export let grpcService: GrpcAbilityService;
export let plugin: Plugin;

/** A broker that answers plugins, by a service over HTTP and one over gRPC; abilities that go well, and that go wrong. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ callsPerSecond: 1_000 });
    plugin = new Plugin(world);
    caller = await world.createCaller('crm', [
      { application: 'demo', scopes: [...contactScopes, ...todoScopes], delivery: ['handle', 'token'] },
    ]);
    service = await startAbilityService(world, caller);
    grpcService = await servePluginAbility();
    await register('who-am-i');
    await register('add-todo', { scopes: [...contactScopes, ...todoScopes] });
    for (const key of ['echo', 'refuse', 'rubbish']) await register(key);
    await register('silence', { timeoutSeconds: 1 });
    await register('over-grpc', { transport: 'grpc', address: `http://${grpcService.address}`, timeoutSeconds: 5 });
    await register('nobody-there', { address: 'http://127.0.0.1:9/' });
    await world.brokers[0].process.saying(/the stream is open/);
  });
  afterAll(async () => {
    await grpcService?.close();
    await service?.process.stop();
    await world?.close();
  });
}

export const register = (abilityKey: string, more: object = {}) =>
  world.operator('POST', '/applications/demo/abilities', {
    abilityKey,
    caller: caller.id,
    scopes: contactScopes,
    address: `${service.url}/${abilityKey}`,
    allowPlaintext: true,
    ...more,
  });
/** Everything DingTalk hands out is looked for afterwards. */
export const tokenOf = async (person: string) => tokens.plant(`token of ${person}`, await plugin.tokenOf(person));
export const call = async (abilityKey: string, data: object, generation?: 1 | 2) => {
  const { outcome, response } = await plugin.call(abilityKey, data, {}, generation);
  expect(outcome).toBe('answered');
  return response ?? {};
};
export const grantsOf = (userId: string) =>
  world.items<{ id: string; state: string; channel: string; endsAt: string; accessTokenExpiresAt: string }>(
    `/grants?userId=${userId}&application=demo`,
  );
export const callsOf = async (operation: string): Promise<number> => {
  const { operations } = await world.emulator.control<{
    operations: Record<string, Record<string, { calls: number }>>;
  }>('GET', '/counters');
  // Those with a token of nobody are of no application.
  return Object.values(operations[operation] ?? {}).reduce((sum, { calls }) => sum + calls, 0);
};
export const points = (delegatedPoints: readonly string[]) =>
  world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints });

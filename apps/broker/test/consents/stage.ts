import { afterAll, beforeAll } from '@jest/globals';
import { type Answer, ask } from '../harness/http.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../harness/world.js';

interface Consent extends Record<string, unknown> {
  readonly consentId: string;
  readonly consentUrl: string;
  readonly expiresAt: string;
}

export const RETURN_URL = 'https://todo.example.com/done';
export let world: World;
export let caller: TestCaller;

/** One broker, and a caller that may have everything. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ returnUrls: [RETURN_URL], displayName: '人事助手' });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(() => world.close());
}

export const scopes = ['Contact.User.Read'];

export async function call(by: TestCaller, path: string, json?: object): Promise<Answer<Consent>> {
  return ask<Consent>(`${world.url}/v1/consents${path}`, {
    headers: { authorization: `Bearer ${await by.accessToken()}` },
    ...(json && { json }),
  });
}
export const request = (body: object, by = caller) => call(by, '', { application: 'demo', scopes, ...body });
export const stateOf = async (consentId: string, by = caller) => (await call(by, `/${consentId}`)).body;

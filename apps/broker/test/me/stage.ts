import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Answer } from '../harness/http.js';
import { answerAtDingTalk, Browser } from '../harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../harness/world.js';

export let world: World;
export let caller: TestCaller;

/** Two brokers, two applications, and a caller that uses what people granted of one. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo({ signIn: true });
    const visitors = { name: 'visitors', clientId: 'dingnarrowhangzhou' };
    await world.registerDemo({ ...visitors, scopes: ['Contact.User.Read'] });
    await world.emulator.control('PATCH', `/applications/${visitors.clientId}`, {
      redirectUris: [`${world.url}/consent/callback`],
    });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(() => world.close());
}

export const at = (path: string) => `${world.url}${path}`;
export const textOf = ({ text }: Answer) =>
  text
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
export const formToken = ({ text }: Answer) => /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
export const askFor = (userId: string, purpose?: string, broker = 0) =>
  caller.requestToken(
    { application: 'demo', userId, scopes: ['Contact.User.Read'], ...(purpose && { purpose }) },
    world.brokers[broker]?.url,
  );

export async function signIn(as: string, browser = new Browser()): Promise<{ browser: Browser; page: Answer }> {
  const { callbackUrl } = await answerAtDingTalk(at('/me/sign-in'), { as, browser });
  const back = await browser.open(callbackUrl);
  expect([back.status, back.headers.get('location')]).toEqual([303, '/me']);
  return { browser, page: await browser.open(at('/me')) };
}

export async function trail(query: string): Promise<Record<string, unknown>[]> {
  return world.items<Record<string, unknown>>(`/audit-events?${query}`);
}

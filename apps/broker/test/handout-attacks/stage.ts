import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Answer } from '../harness/http.js';
import { consentAs } from '../harness/person.js';
import { brokenLanes } from '../harness/trail.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../harness/world.js';

export const identityOnly = { application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token'] };
export const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };

export let world: World;
export let caller: TestCaller;
export let accessToken: string;

/** Two brokers, one person's grants of two applications, and a caller that may have both. No test may leave a gap in a lane. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    await world.registerDemo({
      name: 'visitors',
      clientId: 'dingnarrowhangzhou',
      scopes: ['Contact.User.Read', 'snsapi_base'],
    });
    await world.emulator.control('PATCH', '/applications/dingnarrowhangzhou', {
      redirectUris: [`${world.url}/consent/callback`],
    });
    caller = await world.createCaller('todo-sync', [
      everythingOfDemo,
      { application: 'visitors', scopes: ['Contact.User.Read'], delivery: ['token'] },
    ]);
    accessToken = await caller.accessToken();
    for (const application of ['demo', 'visitors']) {
      expect((await consentAs(`${world.url}/consent/${application}`, { as: 'zhangsan' })).code).toBe('granted');
    }
  });
  afterAll(() => world.close());
  afterEach(async () => expect(await brokenLanes(world.database.pool)).toEqual([]));
}

/** What every problem document has in common; the request id is the one in the header. */
export const expectProblem = (answer: Answer, status: number, code: string) => {
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(new RegExp(`#${code}$`)),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    requestId: answer.headers.get('x-request-id'),
  });
};
export const pointers = ({ body }: Answer) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

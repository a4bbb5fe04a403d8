import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { type DingTalkFront, startWorldBehindFront } from '../harness/dingtalk-front.js';
import { type Answer, ask } from '../harness/http.js';
import { consentAs } from '../harness/person.js';
import { brokenLanes } from '../harness/trail.js';
import type { TestCaller, World } from '../harness/world.js';

export const personalTodo = '/v1.0/todo/users/me/personalTasks';
export const profile = '/v1.0/contact/users/me';
export const task = { subject: '写周报', executorIds: [] };

export let world: World;
export let front: DingTalkFront;
export let caller: TestCaller;
export let accessToken: string;
export let handle: string;
export let handoutId: string;
/** Two brokers that reach DingTalk through a front, and a new handle for each test. No test may leave a gap in a lane. */
export function stage(): void {
  beforeAll(async () => {
    const behind = await startWorldBehindFront(2);
    ({ front } = behind);
    world = behind;
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [
      { application: 'demo', scopes: ['Todo.PersonalTodo.Write', 'Contact.User.Read'], delivery: ['handle'] },
    ]);
    accessToken = await caller.accessToken();
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    front.reset();
    ({ handle, handoutId } = await newHandle());
  });
  afterEach(async () => expect(await brokenLanes(world.database.pool)).toEqual([]));
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export async function newHandle(change: object = {}): Promise<{ handle: string; handoutId: string }> {
  const { status, body, text } = await ask(`${world.url}/v1/handles`, {
    headers: bearer(accessToken),
    json: {
      application: 'demo',
      userId: 'zhangsan',
      scopes: ['Todo.PersonalTodo.Write'],
      purpose: 'sync',
      ...change,
    },
  });
  if (status !== 200) throw new Error(text);
  return body as { handle: string; handoutId: string };
}
export const call = (path: string, json?: object, with_: string = handle, at = 1): Promise<Answer> =>
  ask(`${world.brokers[at]?.url}/dingtalk${path}`, { headers: bearer(with_), ...(json && { json }) });
export async function recordsOf({ headers }: Answer) {
  const { rows } = await world.database.pool.query(
    `select type, outcome, rule, scopes, purpose, handout_id, delivery, live_until, details from audit_events
     where request_id = $1 order by occurred_at, seq`,
    [headers.get('x-request-id')],
  );
  return rows;
}
export const problem = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

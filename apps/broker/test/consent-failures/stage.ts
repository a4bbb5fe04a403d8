import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import { type ConsentPage, consentAs } from '../harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../harness/world.js';

export const RETURN_TO = 'https://hr.example/done';
export const RETURN_BELOW = 'https://hr.example/tasks/';

export let world: World;
let caller: TestCaller;
export let demoUrl: string;
/** What DingTalk holds for the demo application by now. */
export let clientSecret: string;
/** Where somebody who has finished came back to. */
export let finishedUrl: string;

/** One broker with people who have consented, and a DingTalk that gives codes back in this form. */
export function stage(codeParameter: string): void {
  beforeAll(async () => {
    world = await startWorld();
    clientSecret = seeded.clientSecret;
    demoUrl = `${world.url}/consent/demo`;
    await atDingTalk('/settings', { codeParameter, internalAppsAcceptOutsiders: true });
    await world.registerDemo({ returnUrls: [RETURN_TO, RETURN_BELOW] });
    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
    // A vault that has something to lose: a failing consent must not touch the person's own live grant either.
    await consentAs(demoUrl, { as: 'lisi' });
    finishedUrl = (await consentAs(demoUrl, { as: 'zhangsan' })).callbackUrl;
    await world.registerDemo({ name: 'visitors', clientId: 'dingnarrowhangzhou', scopes: ['Contact.User.Read'] });
  });
  afterEach(() => world.emulator.control('DELETE', '/faults'));
  afterAll(() => world.close());
}

const atDingTalk = (path: string, change: object) => world.emulator.control('PATCH', path, change);
const demoAtDingTalk = (change: object) => atDingTalk(`/applications/${seeded.clientId}`, change);
export const sql = (text: string, values: unknown[] = []) => world.database.pool.query(text, values);

export async function linkFor(person: object): Promise<string> {
  const { body } = await caller.requestToken({ application: 'demo', scopes: ['Contact.User.Read'], ...person });
  return String(body.consentUrl);
}

/** Changes the demo application at DingTalk for as long as `work` takes. */
export async function misconfigured(change: object, work: () => Promise<ConsentPage>): Promise<ConsentPage> {
  const before = await world.emulator.control<Record<string, unknown>>('GET', `/applications/${seeded.clientId}`);
  await demoAtDingTalk(change);
  try {
    return await work();
  } finally {
    const { delegatedPoints, appPoints } = before;
    await demoAtDingTalk({ delegatedPoints, appPoints, clientSecret });
  }
}

export const suspend = () => world.operator('POST', '/applications/demo/suspend');
export const resume = () => world.operator('POST', '/applications/demo/resume');

/** The broker keeps an app token for as long as it lives and the secret stays; a new secret makes it ask again. */
export async function makeTheBrokerAskForAnAppToken(): Promise<void> {
  clientSecret = `another-secret-${performance.now()}`;
  await demoAtDingTalk({ clientSecret });
  await world.operator('PATCH', '/applications/demo', { clientSecret });
}

export async function withFault(fault: string, aim: object): Promise<ConsentPage> {
  await world.emulator.control('PUT', `/faults/${fault}`, { times: 1, ...aim });
  return consentAs(demoUrl, { as: 'zhangsan' });
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { callJson } from './http.mjs';

const SCOPES = [
  'Contact.User.Read',
  'Contact.User.mobile',
  'Todo.PersonalTodo.Write',
  'Todo.Todo.Write',
  'Calendar.Event.Read',
  'Calendar.Event.Write',
  'Calendar.EventSchedule.Read',
];

/** An application that the emulator knows from its seed; its secret opens nothing but the emulator. */
const application = {
  name: 'demo',
  displayName: '人事助手',
  organisationName: '杭州示例科技',
  clientId: 'dingdemohangzhou',
  clientSecret: 'demo-secret-for-the-emulator-only',
  kind: 'internal',
  corpId: 'dinghangzhou0001',
  scopes: SCOPES,
  returnUrls: [],
  signIn: true,
  robotCode: 'dingdemohangzhou',
};

const caller = {
  name: 'demo-caller',
  authMethod: 'client_secret',
  entitlements: [{ application: application.name, scopes: SCOPES, delivery: ['token', 'handle'], mayBringCodes: true }],
};

const REDIRECT_URI_OF_THE_SEED = 'http://127.0.0.1:8080/consent/callback';

/**
 * What the banner needs between two starts, for this machine's developer only: the operator's token, and for each
 * database that was seeded from here the demo caller's secret, which the broker shows only once.
 */
export class DemoFile {
  constructor(file) {
    this.file = file;
    const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    this.operatorToken = known?.operatorToken ?? `op_demo_${randomBytes(24).toString('base64url')}`;
    this.callers = known?.callers ?? {};
    if (!known) this.#write();
  }

  rememberCaller(database, { clientId, clientSecret }) {
    this.callers[database] = { clientId, clientSecret };
    this.#write();
  }

  #write() {
    const draft = `${this.file}.new`;
    const content = { operatorToken: this.operatorToken, callers: this.callers };
    writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }
}

/** DingTalk refuses an address that was not registered; the emulator's seed knows the default one. */
export async function registerRedirectUri({ emulatorUrl, publicUrl, signal }) {
  const redirectUri = `${publicUrl}/consent/callback`;
  if (redirectUri === REDIRECT_URI_OF_THE_SEED) return;
  const address = `${emulatorUrl}/emulator/api/applications/${application.clientId}`;
  const { redirectUris } = await callJson(address, { signal });
  if (redirectUris.includes(redirectUri)) return;
  await callJson(address, { method: 'PATCH', body: { redirectUris: [...redirectUris, redirectUri] }, signal });
}

/**
 * One demo application and caller, through the same operator API that everybody uses, and only into a database with
 * no applications; what a start that was killed half-way left out is added. Answers the caller's credentials if they
 * are known and still good for this database.
 */
export async function seedDemo({ brokerUrl, operatorToken, demoFile, database, signal }) {
  const headers = { Authorization: `Bearer ${operatorToken}` };
  const read = async (list) => (await callJson(`${brokerUrl}/admin/v1/${list}`, { headers, signal })).items;
  const create = (list, body) => callJson(`${brokerUrl}/admin/v1/${list}`, { method: 'POST', headers, body, signal });

  const applications = await read('applications');
  const isEmpty = applications.length === 0;
  if (isEmpty) await create('applications', application);
  if (isEmpty || (isDemoAlone(applications) && (await read('callers')).length === 0)) {
    demoFile.rememberCaller(database, await create('callers', caller));
  }
  const known = demoFile.callers[database];
  return known && (await stillAccepted(brokerUrl, known)) ? known : undefined;
}

/** With no caller beside it, this is where a killed start stopped: callers are disabled, never removed. */
const isDemoAlone = (applications) =>
  applications.length === 1 &&
  applications[0].name === application.name &&
  applications[0].clientId === application.clientId;

async function stillAccepted(brokerUrl, { clientId, clientSecret }) {
  const answer = await fetch(`${brokerUrl}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(10_000),
  });
  return answer.ok;
}

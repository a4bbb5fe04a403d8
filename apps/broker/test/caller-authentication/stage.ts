import { afterAll, beforeAll } from '@jest/globals';
import { type AssertionKey, claimsOf, createAssertionKey, JWT_BEARER } from '../harness/assertions.js';
import { type Answer, ask } from '../harness/http.js';
import { type KeyServer, startKeyServer } from '../harness/key-server.js';
import { startWorld, type World } from '../harness/world.js';

export interface Created {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret?: string;
}
export type Form = Record<string, string>;

export let world: World;
export let keyServer: KeyServer;
export let key: AssertionKey;
export let signer: Created;

/** Two brokers, a server of keys, and a caller that signs. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    keyServer = await startKeyServer();
    key = await createAssertionKey();
    signer = await create({ name: 'signer', authMethod: 'private_key_jwt', jwks: { keys: [key.jwk] } });
  });
  afterAll(async () => {
    await keyServer?.close();
    await world?.close();
  });
}

export async function create(body: object): Promise<Created> {
  const answer = await world.operator('POST', '/callers', body);
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body as unknown as Created;
}
export const tokenFor = (form: Form, url = world.url, headers: Form = {}) =>
  ask(`${url}/oauth2/token`, { headers, form: { grant_type: 'client_credentials', ...form } });
export const present = (assertion: string, form: Form = {}, url?: string) =>
  tokenFor({ client_assertion_type: JWT_BEARER, client_assertion: assertion, ...form }, url);
export const good = () => claimsOf(signer.clientId, world.url);
/** Without what is another's with every request. */
export const saying = ({ status, body }: Answer) => ({ status, body: { ...body, requestId: undefined } });
export const untold = {
  status: 401,
  body: {
    error: 'invalid_client',
    error_description: 'These are not the credentials of a client.',
    code: 'unauthenticated',
    requestId: undefined,
  },
};

import { anyFields, type ReceivedBody } from './received-body.js';

/** DingTalk's hosts share our one port; the path tells them apart. `emulator` is our own surface. */
export type Host = 'login' | 'api' | 'oapi' | 'emulator';

export function hostOf(path: string): Host {
  if (path === '/' || path === '/favicon.ico' || path === '/emulator' || path.startsWith('/emulator/'))
    return 'emulator';
  if (path.startsWith('/oauth2/') || path.startsWith('/dingding/')) return 'login';
  if (path === '/gettoken' || /^\/(topapi|sns|call_back)\//.test(path)) return 'oapi';
  return 'api';
}

/** Names under which calls are counted and faults are aimed. */
const rows: readonly [operation: string, method: string, path: RegExp][] = [
  ['authorize', 'GET', /^\/oauth2\/(auth|challenge\.htm)$/],
  ['userAccessToken', 'POST', /^\/v1\.0\/oauth2\/userAccessToken$/],
  ['accessToken', 'POST', /^\/v1\.0\/oauth2\/accessToken$/],
  ['corpAccessToken', 'POST', /^\/v1\.0\/oauth2\/corpAccessToken$/],
  ['suiteAccessToken', 'POST', /^\/v1\.0\/oauth2\/suiteAccessToken$/],
  ['corpToken', 'POST', /^\/v1\.0\/oauth2\/[^/]+\/token$/],
  ['authRules', 'GET', /^\/v1\.0\/oauth2\/authRules\/user$/],
  ['contact.users', 'GET', /^\/v1\.0\/contact\/users\/[^/]+$/],
  ['personalTasks', 'POST', /^\/v1\.0\/todo\/users\/me\/personalTasks$/],
  ['tasks', 'POST', /^\/v1\.0\/todo\/users\/[^/]+\/tasks$/],
  ['calendar', '*', /^\/v1\.0\/calendar\//],
  ['connections.open', 'POST', /^\/v1\.0\/gateway\/connections\/open$/],
  ['robot.batchSend', 'POST', /^\/v1\.0\/robot\/oToMessages\/batchSend$/],
  ['gettoken', 'GET', /^\/gettoken$/],
  ['sns.gettoken', 'GET', /^\/sns\/gettoken$/],
  ['getbyunionid', 'POST', /^\/topapi\/user\/getbyunionid$/],
  ['getuserinfo', 'POST', /^\/topapi\/v2\/user\/getuserinfo$/],
  ['user.get', 'POST', /^\/topapi\/v2\/user\/get$/],
  ['failedEvents', 'GET', /^\/call_back\/get_call_back_failed_result$/],
];

export const operationNames: readonly string[] = [
  'userAccessToken.code',
  'userAccessToken.refresh',
  ...rows.map(([operation]) => operation).filter((operation) => operation !== 'userAccessToken'),
  'unknown',
];

/** The interface at DingTalk that an operation belongs to: its limits count both grant types of one as one. */
export const apiOf = (operation: string): string =>
  operation.startsWith('userAccessToken.') ? 'userAccessToken' : operation;

/** The operation a request to one of DingTalk's hosts asks for; absent for our own surface and for the pages' forms. */
export function operationOf(method: string, path: string, body: ReceivedBody | undefined): string | undefined {
  const host = hostOf(path);
  if (host === 'emulator') return undefined;
  const operation = rows.find(([, verb, pattern]) => (verb === '*' || verb === method) && pattern.test(path))?.[0];
  if (operation === 'userAccessToken') {
    return anyFields(body).grantType === 'refresh_token' ? 'userAccessToken.refresh' : 'userAccessToken.code';
  }
  return operation ?? (host === 'login' ? undefined : 'unknown');
}

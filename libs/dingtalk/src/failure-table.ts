import type { DingTalkFate, DingTalkRemedy } from './dingtalk-failure.js';

/**
 * Which kind of call a code has a meaning for. The same word means different things in different places: on a refresh, only the codes of
 * `user_token` say anything about the refresh token, so no other code can end a grant.
 */
export type FailurePlane = 'user_token' | 'app_token' | 'api' | 'robot' | 'legacy' | 'gateway';

export interface FailureRow {
  /** DingTalk's code; a trailing `*` stands for any ending. */
  code: string;
  /** `gateway` stands in front of all of them. */
  plane: FailurePlane;
  /** The HTTP status it comes with. The row holds for its class only: a 500 refuses nothing definitely, whatever its code says. */
  http: number;
  remedy: DingTalkRemedy;
  fate: DingTalkFate;
  retryAfterSeconds?: number;
  /** The page or report it was read in; `assumed` where nobody has seen it. */
  source: string;
  meaning: string;
}

const ask = 'ask_the_person';
const fix = 'fix_the_configuration';
const wait = 'transient';

type Line = [FailurePlane, string, number, DingTalkRemedy, DingTalkFate, number | null, string, string];

/**
 * Every code DingTalk is known to answer on the paths this lib calls or a gateway in front of it forwards. What is not here is `transient`
 * and `in_doubt`: a code nobody has read about must neither end a grant nor accuse the configuration.
 */
// biome-ignore format: a table is read by its columns
const lines: Line[] = [
  // plane        code                                                              HTTP  remedy fate             wait  source                    meaning
  ['user_token', 'invalidParameter.authCode.notFound',                             400,  ask,   'answered',      null, 'DWS #1132',              'The code or refresh token is unknown, used or expired'],
  ['user_token', 'invalidParameter.idOrSecret.notFound',                           400,  fix,   'answered',      null, 'third party',            'Client ID or secret is wrong'],
  ['user_token', 'invalidClientIdOrSecret',                                        400,  fix,   'answered',      null, 'KB 0033',                'Client ID or secret is wrong'],
  ['user_token', 'invalidParameter.grantType',                                     400,  fix,   'answered',      null, 'assumed',                'The grant type is not one DingTalk knows'],
  ['user_token', 'Missingbody',                                                    400,  fix,   'answered',      null, 'third party',            'The body was missing or was not JSON'],
  ['user_token', 'MissingclientId',                                                400,  fix,   'answered',      null, 'assumed',                'The Client ID was missing'],
  ['user_token', 'MissingclientSecret',                                            400,  fix,   'answered',      null, 'assumed',                'The client secret was missing'],
  ['user_token', 'MissinggrantType',                                               400,  fix,   'answered',      null, 'assumed',                'The grant type was missing'],
  ['user_token', 'Missingcode',                                                    400,  fix,   'answered',      null, 'assumed',                'The authorisation code was missing'],
  ['user_token', 'MissingrefreshToken',                                            400,  fix,   'answered',      null, 'assumed',                'The refresh token was missing'],
  ['user_token', 'Forbidden.AccessDenied.AccessTokenPermissionDenied',             403,  fix,   'answered',      null, 'KB 0032',                'The application lacks the base point open_app_api_base'],

  ['app_token',  'invalidClientIdOrSecret',                                        400,  fix,   'answered',      null, 'KB 0033, 0025, 0036',    'Client ID or secret is wrong'],
  ['app_token',  'invalidParameter.idOrSecret.notFound',                           400,  fix,   'answered',      null, 'third party',            'Client ID or secret is wrong'],
  ['app_token',  'invalid.client',                                                 400,  fix,   'answered',      null, 'KB 0037',                'Client ID or secret is wrong'],
  ['app_token',  'unauthorized.client',                                            401,  fix,   'answered',      null, 'KB 0037',                'The organisation has not authorised the application'],
  ['app_token',  'unsupported.grant.type',                                         400,  fix,   'answered',      null, 'KB 0037',                'The grant type is not client_credentials'],
  ['app_token',  'server.error',                                                   500,  wait,  'in_doubt',      null, 'KB 0037',                'DingTalk failed'],
  ['app_token',  'invalidSuiteKey',                                                400,  fix,   'answered',      null, 'KB 0034',                'The SuiteKey is unknown'],
  ['app_token',  'invalidSuiteTicket',                                             400,  fix,   'answered',      null, 'KB 0034, 0036',          'The suite ticket is not the latest'],
  ['app_token',  'invalidAuthInfo',                                                400,  fix,   'answered',      null, 'KB 0034',                'The organisation has not authorised the application'],
  ['app_token',  'Forbidden.AccessDenied.AccessTokenPermissionDenied',             403,  fix,   'answered',      null, 'KB 0033',                'The application lacks the base point qyapi_base'],

  ['api',        'InvalidAuthentication',                                          400,  ask,   'answered',      null, 'S000',                   'The access token is missing, unknown or expired'],
  ['api',        'accesstoken.expired',                                            400,  ask,   'answered',      null, 'KB 0013',                'The access token has expired'],
  ['api',        'Forbidden.AccessDenied.AccessTokenPermissionDenied',             403,  ask,   'answered',      null, 'S000, DP permission-deny', 'A permission point is not granted, or the token is of the wrong kind'],
  ['api',        'permission.deny',                                                403,  ask,   'answered',      null, 'KB 0013',                'The person has not authorised this'],
  ['api',        'needAuth',                                                       400,  ask,   'answered',      null, 'KB 0013',                'The person has not authorised this'],
  ['api',        'invalidParameter.user.notFound',                                 404,  ask,   'answered',      null, 'KB 0054',                'There is no such person'],
  ['api',        'todo.taskCreate.tokenTypeError',                                 400,  fix,   'answered',      null, 'KB 0794',                "An app token was sent where a person's is needed"],
  ['api',        'flowLimit',                                                      400,  wait,  'answered',      3600, 'KB 0013',                "The day's limit for this person is used up"],
  ['api',        'daily.call.limit',                                               400,  wait,  'answered',      3600, 'KB 0013',                "The day's limit is used up"],

  ['robot',      'staffId.notExisted',                                             400,  ask,   'answered',      null, 'third party',            'The message is to nobody of this organisation'],
  ['robot',      'InvalidAuthentication',                                          400,  wait,  'answered',      null, 'S000',                   'The app token is unknown: a new one is needed'],
  ['robot',      'Forbidden.AccessDenied.AccessTokenPermissionDenied',             403,  fix,   'answered',      null, 'KB 0714',                'The application lacks the point qyapi_robot_sendmsg'],
  ['robot',      'invalidParameter.robotCode.empty',                               400,  fix,   'answered',      null, 'KB 0714',                'The robot code is empty or invalid'],
  ['robot',      'invalidParameter.robotCode.auth',                                400,  fix,   'answered',      null, 'KB 0714',                "The robot is another application's"],
  ['robot',      'invalidParameter.robotCode.notExsit',                            400,  fix,   'answered',      null, 'KB 0714',                'There is no such robot'],
  ['robot',      'invalidParameter.userIds.empty',                                 400,  fix,   'answered',      null, 'KB 0714',                'The message is to nobody'],
  ['robot',      'invalidParameter.msgKey.invalid',                                400,  fix,   'answered',      null, 'KB 0714',                'There is no such template'],
  ['robot',      'invalidParameter.msgParam.invalid',                              400,  fix,   'answered',      null, 'KB 0714',                'The parameters are not JSON text'],
  ['robot',      'invalidParameter.param.invalid',                                 400,  fix,   'answered',      null, 'KB 0714',                'A parameter is malformed'],
  ['robot',      'bot.stopped',                                                    400,  fix,   'answered',      null, 'KB 0714',                'The robot is disabled'],
  ['robot',      'template.stopped',                                               400,  fix,   'answered',      null, 'KB 0714',                'The template is disabled'],

  ['gateway',    'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',                 403,  wait,  'not_processed', 1,    'KB 1433',                'Too many calls a second by this application'],
  ['gateway',    'Forbidden.AccessDenied.QpsLimitForApi',                          403,  wait,  'not_processed', 1,    'KB 1433',                'Too many calls a second over all of DingTalk'],
  ['gateway',    'Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi',         403,  wait,  'not_processed', 1,    'KB 0013',                'Too many calls a second for this organisation'],
  ['gateway',    'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi',                 403,  wait,  'not_processed', 60,   'KB 0013',                'Too many calls a minute by this application'],
  ['gateway',    'Forbidden.AccessDenied.QpmLimitForSuitekeyAndOrgAndApi',         403,  wait,  'not_processed', 60,   'KB 0013',                'Too many calls a minute for this organisation'],
  ['gateway',    'Forbidden.AccessDenied.Qps*',                                    403,  wait,  'not_processed', 1,    'assumed',                'Too many calls a second'],
  ['gateway',    'Forbidden.AccessDenied.Qpm*',                                    403,  wait,  'not_processed', 60,   'assumed',                'Too many calls a minute'],
  ['gateway',    'Forbidden.AccessDenied.ApiCountLimitForOrg',                     403,  fix,   'answered',      null, 'KB 1433',                "The organisation's calls of this month are used up"],
  ['gateway',    'Forbidden.AccessDenied.IpNotInWhiteList',                        403,  fix,   'answered',      null, 'KB 0013',                "The broker's address is not in the application's list"],
  ['gateway',    'InvalidAction.NotFound',                                         404,  fix,   'answered',      null, 'third party',            "No such method and path: is this host DingTalk's?"],
  ['gateway',    'systemBusy',                                                     429,  wait,  'not_processed', 1,    'KB 0013',                'DingTalk is busy'],
  ['gateway',    'system.busy',                                                    429,  wait,  'not_processed', 1,    'KB 0013',                'DingTalk is busy'],
  ['gateway',    'system.busy',                                                    500,  wait,  'in_doubt',      null, 'KB 0040',                'DingTalk is busy'],
  ['gateway',    '20001',                                                          400,  fix,   'answered',      null, 'KB ev 0004',             'The message quota is used up'],

  ['legacy',     '-1',                                                             200,  wait,  'in_doubt',      1,    'KB 0064',                'DingTalk is busy'],
  ['legacy',     '15',                                                             200,  wait,  'in_doubt',      1,    'DP retry',               'DingTalk gave up waiting for itself after three seconds'],
  ['legacy',     '88',                                                             200,  wait,  'in_doubt',      1,    'DP retry',               'The same; with a sub_code, that code counts instead'],
  ['legacy',     '40014',                                                          200,  wait,  'answered',      null, 'KB 0013',                'The app token is unknown: a new one is needed'],
  ['legacy',     'InvalidAuthentication',                                          400,  wait,  'answered',      null, 'assumed',                'The app token is unknown: a new one is needed'],
  ['legacy',     '42001',                                                          200,  wait,  'answered',      null, 'KB 0013',                'The app token has expired: a new one is needed'],
  ['legacy',     '40078',                                                          200,  ask,   'answered',      null, 'KB 0013',                'The code does not exist'],
  ['legacy',     '40102',                                                          200,  ask,   'answered',      null, 'KB 0013',                'The code has expired'],
  ['legacy',     '60011',                                                          200,  fix,   'answered',      null, 'KB 0013, 0007',          'The application lacks a permission point'],
  ['legacy',     '60020',                                                          200,  fix,   'answered',      null, 'KB 0013',                "The broker's address is not in the application's list"],
  ['legacy',     '60121',                                                          200,  ask,   'answered',      null, 'KB 0064',                'The person is not in this organisation'],
  ['legacy',     '400002',                                                         200,  fix,   'answered',      null, 'KB 0064',                'A parameter is malformed'],
  ['legacy',     '90002',                                                          200,  wait,  'not_processed', 1,    'KB 1433',                'Too many calls over all of DingTalk'],
  ['legacy',     '90018',                                                          200,  wait,  'not_processed', 1,    'KB 1433',                'Too many calls a second by this application'],
  ['legacy',     '90020',                                                          200,  fix,   'answered',      null, 'KB 1433',                "The organisation's calls of this month are used up"],
];

export const failureTable: readonly FailureRow[] = lines.map(
  ([plane, code, http, remedy, fate, retryAfterSeconds, source, meaning]) => ({
    plane,
    code,
    http,
    remedy,
    fate,
    source,
    meaning,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  }),
);

/** The row for a code seen with an HTTP status, the exact code before a family of codes. */
export function findFailure(plane: FailurePlane, code: string, httpStatus: number): FailureRow | undefined {
  const rows = failureTable.filter(
    (row) =>
      (row.plane === plane || row.plane === 'gateway') && Math.trunc(row.http / 100) === Math.trunc(httpStatus / 100),
  );
  return rows.find((row) => row.code === code) ?? rows.find((row) => isFamilyOf(row.code, code));
}

function isFamilyOf(family: string, code: string): boolean {
  return family.endsWith('*') && code.startsWith(family.slice(0, -1));
}

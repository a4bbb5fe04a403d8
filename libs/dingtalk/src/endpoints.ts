/** Every DingTalk address this lib calls, below the base addresses of `DingTalkHosts`. */
export const authorizePath = '/oauth2/auth';
export const userAccessTokenPath = '/v1.0/oauth2/userAccessToken';
export const authRulesPath = '/v1.0/oauth2/authRules/user';
export const currentPersonPath = '/v1.0/contact/users/me';
export const internalAppTokenPath = '/v1.0/oauth2/accessToken';
export const memberByUnionIdPath = '/topapi/user/getbyunionid';
export const robotSendPath = '/v1.0/robot/oToMessages/batchSend';
export const openStreamPath = '/v1.0/gateway/connections/open';

export function isvAppTokenPath(corpId: string): string {
  return `/v1.0/oauth2/${encodeURIComponent(corpId)}/token`;
}

/**
 * Where DingTalk is: the mainland service, the international one, or an emulator. Base addresses without a trailing slash.
 */
export interface DingTalkHosts {
  /** Browser authorisation, such as `https://login.dingtalk.com`. */
  loginUrl: string;
  /** The current OpenAPI, such as `https://api.dingtalk.com`. */
  apiUrl: string;
  /** The legacy API that still owns unionId → userId, such as `https://oapi.dingtalk.com`. */
  oapiUrl: string;
}

import type { Secret } from '@app/secret';

/** The Client ID and secret of one DingTalk app: AppKey, SuiteKey or AppId, depending on its kind. */
export interface DingTalkCredentials {
  clientId: string;
  clientSecret: Secret;
}

import type { AppTokens } from '../tokens/app-tokens.js';
import type { Application, Applications } from '../world/applications.js';
import type { Settings } from '../world/settings.js';
import { legacyErrors } from './legacy-error.js';

/** Application tokens as the legacy host hands them out: secrets in the query string. */
export class LegacyTokens {
  constructor(
    private readonly applications: Applications,
    private readonly appTokens: AppTokens,
    private readonly settings: Settings,
  ) {}

  /** `GET /gettoken`, the same token as `POST /v1.0/oauth2/accessToken`. */
  forInternal(appkey: unknown, appsecret: unknown) {
    const application = this.authenticate(appkey, appsecret, 'internal');
    const { token } = this.appTokens.currentFor(application, application.corpId);
    return { access_token: token, expires_in: this.settings.values.accessTokenSeconds };
  }

  /** `GET /sns/gettoken`, for personal applications. */
  forPersonal(appid: unknown, appsecret: unknown) {
    const application = this.authenticate(appid, appsecret, 'personal');
    return { access_token: this.appTokens.currentFor(application).token };
  }

  private authenticate(id: unknown, secret: unknown, kind: Application['kind']): Application {
    const application = this.applications.authenticate(String(id), String(secret));
    if (application?.kind !== kind) throw legacyErrors.wrongSecret();
    return application;
  }
}

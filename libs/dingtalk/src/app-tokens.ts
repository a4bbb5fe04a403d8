import type { Secret } from '@app/secret';
import { type AppToken, type AppTokenTarget, internalAppTokenSchema, isvAppTokenSchema } from './app-token.js';
import { AppTokenCache } from './app-token-cache.js';
import type { DingTalkCredentials } from './credentials.js';
import { post } from './dingtalk-ask.js';
import type { DingTalkCalls } from './dingtalk-calls.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import { internalAppTokenPath, isvAppTokenPath } from './endpoints.js';

/** What DingTalk says of an app token that it no longer honours. */
const REFUSED: ReadonlySet<string> = new Set(['40014', '42001', 'InvalidAuthentication']);

/** Applications' own tokens: asked for, kept, used, and forgotten when DingTalk refuses them. */
export class AppTokens {
  private readonly cache = new AppTokenCache();

  constructor(
    private readonly apiUrl: string,
    private readonly calls: DingTalkCalls,
  ) {}

  async get(app: DingTalkCredentials, target: AppTokenTarget): Promise<Secret> {
    return this.cache.get(app, target, () => this.askFor(app, target));
  }

  /** One that DingTalk gives now, which is not kept. */
  async askFor({ clientId, clientSecret }: DingTalkCredentials, target: AppTokenTarget): Promise<AppToken> {
    const secret = clientSecret.reveal();
    const call = { operation: 'oauth2.appToken', clientId, api: 'app_token' } as const;
    if (target.kind === 'internal') {
      const ask = this.post(internalAppTokenPath, { appKey: clientId, appSecret: secret });
      return this.calls.make({ ...call, ask, schema: internalAppTokenSchema });
    }
    const ask = this.post(isvAppTokenPath(target.corpId), {
      client_id: clientId,
      client_secret: secret,
      grant_type: 'client_credentials',
    });
    return this.calls.make({ ...call, ask, schema: isvAppTokenSchema });
  }

  /** Makes a call with this token, which is forgotten if DingTalk refuses it. */
  async use<T>(token: Secret, call: (token: Secret) => Promise<T>): Promise<T> {
    try {
      return await call(token);
    } catch (error) {
      if (isRefusal(error)) this.cache.drop(token);
      throw error;
    }
  }

  /**
   * Makes a call with the application's token. One that DingTalk no longer honours is replaced once, so that nothing fails over a token
   * that was kept a moment too long.
   */
  async inNameOf<T>(app: DingTalkCredentials, target: AppTokenTarget, call: (token: Secret) => Promise<T>): Promise<T> {
    const token = await this.get(app, target);
    try {
      return await this.use(token, call);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return this.use(await this.get(app, target), call);
    }
  }

  private post(path: string, body: object) {
    return post(new URL(this.apiUrl + path), body);
  }
}

const isRefusal = (error: unknown) => error instanceof DingTalkFailure && REFUSED.has(error.code ?? '');

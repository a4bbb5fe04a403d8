import type { Codes } from '../tokens/codes.js';
import type { UserTokenAnswer, UserTokens } from '../tokens/user-tokens.js';
import type { Counters } from '../traffic/counters.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import { apiErrors } from './api-error.js';
import { fieldsOf, requireStrings } from './fields.js';

/** `POST /v1.0/oauth2/userAccessToken`: a code or a refresh token for a user token. */
export class ExchangeUserToken {
  constructor(
    private readonly applications: Applications,
    private readonly codes: Codes,
    private readonly userTokens: UserTokens,
    private readonly counters: Counters,
  ) {}

  execute(body: ReceivedBody | undefined): UserTokenAnswer {
    const fields = fieldsOf(body);
    const { clientId, clientSecret, grantType } = requireStrings(fields, 'clientId', 'clientSecret', 'grantType');
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') throw apiErrors.wrongGrantType();
    if (!this.applications.authenticate(clientId, clientSecret)) throw apiErrors.wrongIdOrSecret();
    return grantType === 'authorization_code'
      ? this.redeem(requireStrings(fields, 'code').code, clientId)
      : this.refresh(requireStrings(fields, 'refreshToken').refreshToken, clientId);
  }

  private redeem(code: string, clientId: string): UserTokenAnswer {
    const redemption = this.codes.redeem(code, clientId, 'browser');
    if (!redemption.ok) {
      if (redemption.reason === 'used') this.counters.happened('codeReplays', clientId);
      throw apiErrors.codeNotFound();
    }
    this.counters.happened('codesExchanged', clientId);
    return this.userTokens.issueFor(redemption.code);
  }

  private refresh(token: string, clientId: string): UserTokenAnswer {
    const refreshed = this.userTokens.refresh(token, clientId);
    if (refreshed.ok ? refreshed.replay : refreshed.reason === 'used') this.counters.happened('replays', clientId);
    if (!refreshed.ok) throw apiErrors.codeNotFound();
    if (!refreshed.replay) this.counters.happened('refreshes', clientId);
    return refreshed.answer;
  }
}

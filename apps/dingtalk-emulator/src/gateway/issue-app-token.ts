import type { AppTokens } from '../tokens/app-tokens.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { type Application, type Applications, worksIn } from '../world/applications.js';
import type { Settings } from '../world/settings.js';
import { ApiError } from './api-error.js';
import { fieldsOf, requireStrings } from './fields.js';

const wrongIdOrSecret = () => new ApiError(400, 'invalidClientIdOrSecret', '无效的 clientId 或者 clientSecret');
const wrongTicket = () => new ApiError(400, 'invalidSuiteTicket', '无效的 suiteTicket');

/** The ways an application gets a token of its own. Each has its own field names and error codes. */
export class IssueAppToken {
  constructor(
    private readonly applications: Applications,
    private readonly appTokens: AppTokens,
    private readonly settings: Settings,
  ) {}

  /** `POST /v1.0/oauth2/accessToken`, for internal applications. */
  forInternal(body: ReceivedBody | undefined) {
    const { appKey, appSecret } = requireStrings(fieldsOf(body), 'appKey', 'appSecret');
    const application = this.applications.authenticate(appKey, appSecret);
    if (application?.kind !== 'internal') throw wrongIdOrSecret();
    return this.answer(this.appTokens.currentFor(application, application.corpId).token);
  }

  /** `POST /v1.0/oauth2/{corpId}/token`: the one call in snake_case. */
  forOrganisation(corpId: string, body: ReceivedBody | undefined) {
    const fields = fieldsOf(body);
    const { client_id, client_secret, grant_type } = requireStrings(fields, 'client_id', 'client_secret', 'grant_type');
    if (grant_type !== 'client_credentials') throw new ApiError(400, 'unsupported.grant.type', '不支持的授权类型');
    const application = this.applications.authenticate(client_id, client_secret);
    if (!application) throw new ApiError(400, 'invalid.client', '无效的 client_id 或者 client_secret');
    if (!worksIn(application, corpId)) throw new ApiError(401, 'unauthorized.client', '应用未获得该组织的授权');
    const { token } = this.appTokens.currentFor(application, corpId);
    return { access_token: token, expires_in: this.settings.values.accessTokenSeconds };
  }

  /** `POST /v1.0/oauth2/corpAccessToken`: an ISV in a customer's organisation. */
  forCustomer(body: ReceivedBody | undefined) {
    const fields = fieldsOf(body);
    const names = ['suiteKey', 'suiteSecret', 'authCorpId', 'suiteTicket'] as const;
    const { suiteKey, suiteSecret, authCorpId, suiteTicket } = requireStrings(fields, ...names);
    const application = this.suite(suiteKey, suiteSecret);
    if (!application) throw new ApiError(400, 'invalidSuiteKey', '无效的 suiteKey');
    if (suiteTicket !== this.appTokens.suiteTicket(application)) throw wrongTicket();
    if (!worksIn(application, authCorpId)) throw new ApiError(400, 'invalidAuthInfo', '应用未获得该组织的授权');
    return this.answer(this.appTokens.newFor(application, authCorpId).token);
  }

  /** `POST /v1.0/oauth2/suiteAccessToken`: an ISV as itself. */
  forSuite(body: ReceivedBody | undefined) {
    const { suiteKey, suiteSecret, suiteTicket } = requireStrings(
      fieldsOf(body),
      'suiteKey',
      'suiteSecret',
      'suiteTicket',
    );
    const application = this.suite(suiteKey, suiteSecret);
    if (!application) throw wrongIdOrSecret();
    if (suiteTicket !== this.appTokens.suiteTicket(application)) throw wrongTicket();
    return this.answer(this.appTokens.currentFor(application).token);
  }

  private suite(suiteKey: string, suiteSecret: string): Application | undefined {
    const application = this.applications.authenticate(suiteKey, suiteSecret);
    return application?.kind === 'isv' ? application : undefined;
  }

  private answer(accessToken: string) {
    return { accessToken, expireIn: this.settings.values.accessTokenSeconds };
  }
}

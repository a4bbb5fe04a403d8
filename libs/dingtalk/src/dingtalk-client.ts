import type { Secret } from '@app/secret';
import { readLegacyAnswer } from './answer.js';
import type { AppTokenTarget } from './app-token.js';
import { AppTokens } from './app-tokens.js';
import { type CallBudget, type CallPermit, type CallUrgency, unlimited } from './call-budget.js';
import { consentParameters } from './consent-parameters.js';
import type { DingTalkCredentials } from './credentials.js';
import { get, post } from './dingtalk-ask.js';
import { type DingTalkCallOptions, DingTalkCalls } from './dingtalk-calls.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import * as endpoints from './endpoints.js';
import { grantedScopesSchema } from './granted-scopes.js';
import type { DingTalkHosts } from './hosts.js';
import { type Membership, memberSchema } from './membership.js';
import { type DingTalkPerson, personSchema } from './person.js';
import { missingScopeCodes } from './refused-token.js';
import { type AuthorizePage, authorizePageSchema, readAuthorizePage } from './registration/authorize-page.js';
import { deliverySchema, messageOf, type RobotCard, type RobotDelivery } from './robot/robot-card.js';
import { type StreamSubscription, type StreamTicket, streamTicketSchema } from './stream/stream-ticket.js';
import { type UserTokens, userTokensSchema } from './user-tokens.js';

const NO_SUCH_MEMBER = '60121';
const NO_SUCH_RECIPIENT = 'staffId.notExisted';
/** How connections name themselves; DingTalk shows it nowhere known. */
const USER_AGENT = 'dingtalk-token-broker';

export interface DingTalkClientOptions extends DingTalkCallOptions {
  hosts: DingTalkHosts;
}

/**
 * DingTalk over HTTP: which call has which address, body and answer. Every method answers a validated value or throws `DingTalkFailure`;
 * it sends each request once and never again by itself, because whether a single-use token may be sent twice is the caller's decision.
 */
export class DingTalkClient {
  readonly hosts: DingTalkHosts;
  readonly #calls: DingTalkCalls;
  readonly #budget: CallBudget;
  readonly #appTokens: AppTokens;

  constructor({ hosts, budget = unlimited, ...options }: DingTalkClientOptions) {
    this.hosts = hosts;
    this.#budget = budget;
    this.#calls = new DingTalkCalls({ ...options, budget });
    this.#appTokens = new AppTokens(hosts.apiUrl, this.#calls);
  }

  /** Turns a one-time authorisation code into tokens. https://open.dingtalk.com/document/development/obtain-user-token */
  async exchangeCode(app: DingTalkCredentials, code: Secret): Promise<UserTokens> {
    return this.#calls.make({
      operation: 'oauth2.exchange',
      clientId: app.clientId,
      api: 'user_token',
      ask: this.#post(endpoints.userAccessTokenPath, {
        ...revealed(app),
        grantType: 'authorization_code',
        code: code.reveal(),
      }),
      schema: userTokensSchema,
    });
  }

  /** Leave to refresh, for whoever has something to record between the wait and the call. Rejects once the signal is raised. */
  async permitToRefresh(clientId: string, urgency: CallUrgency, signal: AbortSignal): Promise<CallPermit> {
    return this.#budget.take(clientId, 'user_token', urgency, signal);
  }

  /** Replaces both tokens. `refreshToken` is spent once DingTalk has processed this; the failure's `fate` says what is known of that. */
  async refresh(
    app: DingTalkCredentials,
    refreshToken: Secret,
    options?: { signal?: AbortSignal; permit?: CallPermit },
  ): Promise<UserTokens> {
    return this.#calls.make({
      operation: 'oauth2.refresh',
      clientId: app.clientId,
      api: 'user_token',
      permit: options?.permit,
      ask: {
        ...this.#post(endpoints.userAccessTokenPath, {
          ...revealed(app),
          grantType: 'refresh_token',
          refreshToken: refreshToken.reveal(),
        }),
        signal: options?.signal,
      },
      schema: userTokensSchema,
    });
  }

  /** Whose access token this is. Needs the identity scope. https://open.dingtalk.com/document/development/dingtalk-retrieve-user-information */
  async person(clientId: string, accessToken: Secret, urgency?: CallUrgency): Promise<DingTalkPerson> {
    return this.#calls.make({
      operation: 'contact.users',
      clientId,
      api: 'contact_users',
      urgency,
      ask: get(this.#at(endpoints.currentPersonPath), accessToken),
      schema: personSchema,
    });
  }

  /**
   * What the person really granted; nothing at all if they have withdrawn, which DingTalk tells by refusing even the base permission
   * that the question needs. https://open.dingtalk.com/document/development/query-personal-authorization-records
   */
  async grantedScopes(clientId: string, accessToken: Secret, urgency?: CallUrgency): Promise<string[]> {
    try {
      return await this.#calls.make({
        operation: 'oauth2.authRules',
        clientId,
        api: 'auth_rules',
        urgency,
        ask: get(this.#at(endpoints.authRulesPath), accessToken),
        schema: grantedScopesSchema,
      });
    } catch (error) {
      if (error instanceof DingTalkFailure && missingScopeCodes.has(error.code ?? '')) return [];
      throw error;
    }
  }

  /** The organisation's token for the application, kept until five minutes before it expires. */
  async appToken(app: DingTalkCredentials, target: AppTokenTarget): Promise<Secret> {
    return this.#appTokens.get(app, target);
  }

  /** One that DingTalk gives now, whatever is kept: proof of the secret as it is today. */
  async newAppToken(app: DingTalkCredentials, target: AppTokenTarget): Promise<Secret> {
    return (await this.#appTokens.askFor(app, target)).token;
  }

  /** What a person following a link to this client and redirect URI would be met with. https://open.dingtalk.com/document/development/obtain-identity-credentials */
  async authorizePage(clientId: string, redirectUri: string): Promise<AuthorizePage> {
    const url = new URL(this.hosts.loginUrl + endpoints.authorizePath);
    const parameters = {
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      ...consentParameters(),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return this.#calls.make({
      operation: 'oauth2.authorizePage',
      clientId,
      api: 'authorize_page',
      ask: { method: 'GET', url, headers: { accept: 'text/html' } },
      read: readAuthorizePage,
      schema: authorizePageSchema,
    });
  }

  /** Is this person in the organisation? Asked with the application's own token. */
  async memberOf(app: DingTalkCredentials, target: AppTokenTarget, unionId: string): Promise<Membership> {
    return this.#appTokens.inNameOf(app, target, (token) => this.#membership(app.clientId, token, unionId));
  }

  /** The same by an app token that somebody holds. */
  async membership(clientId: string, appToken: Secret, unionId: string): Promise<Membership> {
    return this.#appTokens.use(appToken, () => this.#membership(clientId, appToken, unionId));
  }

  /**
   * A message of the application's robot to one person. The two answers to a `userId` that is nobody's are one here. A message may have
   * arrived although the failure is `in_doubt`. https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches
   */
  async sendRobotCard(
    app: DingTalkCredentials,
    target: AppTokenTarget,
    { robotCode, userId, card }: { robotCode: string; userId: string; card: RobotCard },
  ): Promise<RobotDelivery> {
    const message = messageOf(robotCode, userId, card);
    try {
      return await this.#appTokens.inNameOf(app, target, (token) =>
        this.#calls.make({
          operation: 'robot.send',
          clientId: app.clientId,
          api: 'robot_send',
          ask: this.#post(endpoints.robotSendPath, message, token),
          schema: deliverySchema,
        }),
      );
    } catch (error) {
      if (wasAnswered(error, NO_SUCH_RECIPIENT)) return 'unknown_person';
      throw error;
    }
  }

  /** Where to connect for what DingTalk tells and asks this application. https://open.dingtalk.com/document/development/stream-protocol-access-description */
  async openStream(app: DingTalkCredentials, subscriptions: readonly StreamSubscription[]): Promise<StreamTicket> {
    return this.#calls.make({
      operation: 'stream.open',
      clientId: app.clientId,
      api: 'open_stream',
      ask: this.#post(endpoints.openStreamPath, { ...revealed(app), subscriptions, ua: USER_AGENT }),
      schema: streamTicketSchema,
    });
  }

  /** Ends the connections. Let refreshes finish first: what is cut off here is `in_doubt`, and may have spent its token. */
  async close(): Promise<void> {
    await this.#calls.close();
  }

  /** unionId → userId, which is also the test of membership. https://open.dingtalk.com/document/development/query-a-user-by-the-union-id */
  async #membership(clientId: string, appToken: Secret, unionId: string): Promise<Membership> {
    const url = new URL(this.hosts.oapiUrl + endpoints.memberByUnionIdPath);
    url.searchParams.set('access_token', appToken.reveal());
    try {
      return await this.#calls.make({
        operation: 'user.getbyunionid',
        clientId,
        api: 'get_by_union_id',
        ask: post(url, { unionid: unionId }),
        read: readLegacyAnswer,
        schema: memberSchema,
      });
    } catch (error) {
      if (wasAnswered(error, NO_SUCH_MEMBER)) return { kind: 'not_a_member' };
      throw error;
    }
  }

  #post(path: string, body: object, token?: Secret) {
    return post(this.#at(path), body, token);
  }

  #at(path: string): URL {
    return new URL(this.hosts.apiUrl + path);
  }
}

function revealed({ clientId, clientSecret }: DingTalkCredentials) {
  return { clientId, clientSecret: clientSecret.reveal() };
}

const wasAnswered = (error: unknown, code: string) =>
  error instanceof DingTalkFailure && error.code === code && error.fate === 'answered';

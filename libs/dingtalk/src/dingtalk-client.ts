import type { Secret } from '@app/secret';
import { Agent } from 'undici';
import type { z } from 'zod';
import { type Answer, readGatewayAnswer, readLegacyAnswer } from './answer.js';
import { type AppToken, type AppTokenTarget, internalAppTokenSchema, isvAppTokenSchema } from './app-token.js';
import { AppTokenCache } from './app-token-cache.js';
import { type CallBudget, type CallPermit, type CallUrgency, type DingTalkApi, unlimited } from './call-budget.js';
import { classify, classifyNoAnswer, classifyUnusable } from './classify.js';
import { consentParameters } from './consent-parameters.js';
import type { DingTalkCredentials } from './credentials.js';
import { DingTalkFailure, type DingTalkFate, type DingTalkOperation, type DingTalkRemedy } from './dingtalk-failure.js';
import * as endpoints from './endpoints.js';
import { grantedScopesSchema } from './granted-scopes.js';
import type { DingTalkHosts } from './hosts.js';
import { exchange, type HttpAnswer, type HttpAsk, NoAnswer } from './http-exchange.js';
import { type Membership, memberSchema } from './membership.js';
import { type DingTalkPerson, personSchema } from './person.js';
import { missingScopeCodes } from './refused-token.js';
import { type AuthorizePage, authorizePageSchema, readAuthorizePage } from './registration/authorize-page.js';
import { deliverySchema, messageOf, type RobotCard, type RobotDelivery } from './robot/robot-card.js';
import { type StreamSubscription, type StreamTicket, streamTicketSchema } from './stream/stream-ticket.js';
import { type UserTokens, userTokensSchema } from './user-tokens.js';

const DEADLINE_MS = 5_000;
/** Giving up on a refresh too early may cost the grant: DingTalk may have rotated the token we never got. */
const REFRESH_DEADLINE_MS = 120_000;

/** How long a call waits for its turn in the budget; longer than DingTalk takes to answer, shorter than a person waits for a page. */
const BUDGET_WAIT_MS = 10_000;
/** Upkeep has time. */
const BUDGET_WAIT_MS_OF_UPKEEP = 60_000;
const RETRY_AFTER_BUDGET_SECONDS = 2;

/** One finished call, for metrics and logs. It holds no secret. */
export interface DingTalkCall {
  operation: DingTalkOperation;
  durationMs: number;
  outcome: 'success' | DingTalkRemedy;
  fate?: DingTalkFate;
  code?: string;
  httpStatus?: number;
  requestId?: string;
}

export interface DingTalkClientOptions {
  hosts: DingTalkHosts;
  /** Connecting, sending and reading together; 5000. */
  deadlineMs?: number;
  /** The same for a refresh; 120000. */
  refreshDeadlineMs?: number;
  /** Unlimited when left out. */
  budget?: CallBudget;
  onCall?: (call: DingTalkCall) => void;
}

/** A request before it has a deadline, and what its answer must look like. */
interface Call<T> {
  operation: DingTalkOperation;
  clientId: string;
  api: DingTalkApi;
  urgency?: CallUrgency | undefined;
  /** Taken already by whoever calls. */
  permit?: CallPermit | undefined;
  ask: Omit<HttpAsk, 'deadlineMs'>;
  deadlineMs?: number;
  read?: (answer: HttpAnswer) => Answer;
  schema: z.ZodType<T>;
}

/**
 * DingTalk over HTTP, each call under the budget of its application. Every method answers a validated value or throws `DingTalkFailure`;
 * it sends each request once and never again by itself, because whether a single-use token may be sent twice is the caller's decision.
 */
export class DingTalkClient {
  readonly hosts: DingTalkHosts;
  readonly #options: DingTalkClientOptions;
  readonly #agent: Agent;
  readonly #budget: CallBudget;
  readonly #appTokens = new AppTokenCache();

  constructor(options: DingTalkClientOptions) {
    this.hosts = options.hosts;
    this.#options = options;
    this.#budget = options.budget ?? unlimited;
    this.#agent = new Agent({ connect: { timeout: options.refreshDeadlineMs ?? REFRESH_DEADLINE_MS } });
  }

  /** Turns a one-time authorisation code into tokens. https://open.dingtalk.com/document/development/obtain-user-token */
  async exchangeCode(app: DingTalkCredentials, code: Secret): Promise<UserTokens> {
    return this.#call({
      operation: 'oauth2.exchange',
      clientId: app.clientId,
      api: 'user_token',
      ask: this.#postToGateway(endpoints.userAccessTokenPath, {
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
    return this.#call({
      operation: 'oauth2.refresh',
      clientId: app.clientId,
      api: 'user_token',
      permit: options?.permit,
      ask: {
        ...this.#postToGateway(endpoints.userAccessTokenPath, {
          ...revealed(app),
          grantType: 'refresh_token',
          refreshToken: refreshToken.reveal(),
        }),
        signal: options?.signal,
      },
      deadlineMs: this.#options.refreshDeadlineMs ?? REFRESH_DEADLINE_MS,
      schema: userTokensSchema,
    });
  }

  /** Whose access token this is. Needs the identity scope. https://open.dingtalk.com/document/development/dingtalk-retrieve-user-information */
  async person(clientId: string, accessToken: Secret, urgency?: CallUrgency): Promise<DingTalkPerson> {
    return this.#call({
      operation: 'contact.users',
      clientId,
      api: 'contact_users',
      urgency,
      ask: this.#getWithUserToken(endpoints.currentPersonPath, accessToken),
      schema: personSchema,
    });
  }

  /**
   * What the person really granted; nothing at all if they have withdrawn, which DingTalk tells by refusing even the base permission
   * that the question needs. https://open.dingtalk.com/document/development/query-personal-authorization-records
   */
  async grantedScopes(clientId: string, accessToken: Secret, urgency?: CallUrgency): Promise<string[]> {
    try {
      return await this.#call({
        operation: 'oauth2.authRules',
        clientId,
        api: 'auth_rules',
        urgency,
        ask: this.#getWithUserToken(endpoints.authRulesPath, accessToken),
        schema: grantedScopesSchema,
      });
    } catch (error) {
      if (error instanceof DingTalkFailure && missingScopeCodes.has(error.code ?? '')) return [];
      throw error;
    }
  }

  /** The organisation's token for the application, kept until five minutes before it expires. */
  async appToken(app: DingTalkCredentials, target: AppTokenTarget): Promise<Secret> {
    return this.#appTokens.get(app, target, () => this.#askForAppToken(app, target));
  }

  /** One that DingTalk gives now, whatever is kept: proof of the secret as it is today. */
  async newAppToken(app: DingTalkCredentials, target: AppTokenTarget): Promise<Secret> {
    return (await this.#askForAppToken(app, target)).token;
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
    return this.#call({
      operation: 'oauth2.authorizePage',
      clientId,
      api: 'authorize_page',
      ask: { method: 'GET', url, headers: { accept: 'text/html' } },
      read: readAuthorizePage,
      schema: authorizePageSchema,
    });
  }

  /**
   * Is this person in the organisation? Asks with the application's own token; one that DingTalk no longer honours is replaced once, so
   * that nobody's consent fails over a token that was kept a moment too long.
   */
  async memberOf(app: DingTalkCredentials, target: AppTokenTarget, unionId: string): Promise<Membership> {
    try {
      return await this.membership(app.clientId, await this.appToken(app, target), unionId);
    } catch (error) {
      if (!(error instanceof DingTalkFailure) || !REFUSED_APP_TOKEN.has(error.code ?? '')) throw error;
      return this.membership(app.clientId, await this.appToken(app, target), unionId);
    }
  }

  /** unionId → userId, which is also the test of membership. https://open.dingtalk.com/document/development/query-a-user-by-the-union-id */
  async membership(clientId: string, appToken: Secret, unionId: string): Promise<Membership> {
    const url = new URL(this.hosts.oapiUrl + endpoints.memberByUnionIdPath);
    url.searchParams.set('access_token', appToken.reveal());
    try {
      return await this.#call({
        operation: 'user.getbyunionid',
        clientId,
        api: 'get_by_union_id',
        ask: post(url, { unionid: unionId }),
        read: readLegacyAnswer,
        schema: memberSchema,
      });
    } catch (error) {
      if (!(error instanceof DingTalkFailure)) throw error;
      if (error.code === NO_SUCH_MEMBER && error.fate === 'answered') return { kind: 'not_a_member' };
      if (error.code !== undefined && REFUSED_APP_TOKEN.has(error.code)) this.#appTokens.drop(appToken);
      throw error;
    }
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
      return await this.#sendByRobot(app, await this.appToken(app, target), message);
    } catch (error) {
      if (!(error instanceof DingTalkFailure)) throw error;
      if (error.code === NO_SUCH_RECIPIENT && error.fate === 'answered') return 'unknown_person';
      if (error.operation !== 'robot.send' || !REFUSED_APP_TOKEN.has(error.code ?? '')) throw error;
      return this.#sendByRobot(app, await this.appToken(app, target), message);
    }
  }

  /** Where to connect for what DingTalk tells and asks this application. https://open.dingtalk.com/document/development/stream-protocol-access-description */
  async openStream(app: DingTalkCredentials, subscriptions: readonly StreamSubscription[]): Promise<StreamTicket> {
    return this.#call({
      operation: 'stream.open',
      clientId: app.clientId,
      api: 'open_stream',
      ask: this.#postToGateway(endpoints.openStreamPath, { ...revealed(app), subscriptions, ua: USER_AGENT }),
      schema: streamTicketSchema,
    });
  }

  /** Ends the connections. Let refreshes finish first: what is cut off here is `in_doubt`, and may have spent its token. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #sendByRobot({ clientId }: DingTalkCredentials, appToken: Secret, message: object): Promise<RobotDelivery> {
    const { headers, ...ask } = this.#postToGateway(endpoints.robotSendPath, message);
    try {
      return await this.#call({
        operation: 'robot.send',
        clientId,
        api: 'robot_send',
        ask: { ...ask, headers: { ...headers, 'x-acs-dingtalk-access-token': appToken.reveal() } },
        schema: deliverySchema,
      });
    } catch (error) {
      if (error instanceof DingTalkFailure && REFUSED_APP_TOKEN.has(error.code ?? '')) this.#appTokens.drop(appToken);
      throw error;
    }
  }

  #askForAppToken(app: DingTalkCredentials, target: AppTokenTarget): Promise<AppToken> {
    const { clientId, clientSecret } = revealed(app);
    const call = { operation: 'oauth2.appToken', clientId, api: 'app_token' } as const;
    if (target.kind === 'internal') {
      const ask = this.#postToGateway(endpoints.internalAppTokenPath, { appKey: clientId, appSecret: clientSecret });
      return this.#call({ ...call, ask, schema: internalAppTokenSchema });
    }
    const ask = this.#postToGateway(endpoints.isvAppTokenPath(target.corpId), {
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
    });
    return this.#call({ ...call, ask, schema: isvAppTokenSchema });
  }

  #postToGateway(path: string, body: object) {
    return post(new URL(this.hosts.apiUrl + path), body);
  }

  #getWithUserToken(path: string, accessToken: Secret): Call<never>['ask'] {
    const headers = { accept: 'application/json', 'x-acs-dingtalk-access-token': accessToken.reveal() };
    return { method: 'GET', url: new URL(this.hosts.apiUrl + path), headers };
  }

  async #call<T>(call: Call<T>): Promise<T> {
    const permit = call.permit ?? (await this.#permit(call));
    const startedAt = performance.now();
    try {
      const value = await this.#attempt(call, permit);
      this.#report({ operation: call.operation, durationMs: performance.now() - startedAt, outcome: 'success' });
      return value;
    } catch (error) {
      if (error instanceof DingTalkFailure) {
        const { operation, remedy, fate, code, httpStatus, requestId } = error;
        const durationMs = performance.now() - startedAt;
        this.#report({ operation, durationMs, outcome: remedy, fate, code, httpStatus, requestId });
      }
      throw error;
    } finally {
      permit.done();
    }
  }

  async #permit({ operation, clientId, api, urgency = 'waited_for' }: Call<unknown>): Promise<CallPermit> {
    const waitMs = urgency === 'upkeep' ? BUDGET_WAIT_MS_OF_UPKEEP : BUDGET_WAIT_MS;
    try {
      return await this.#budget.take(clientId, api, urgency, AbortSignal.timeout(waitMs));
    } catch {
      throw new DingTalkFailure({
        operation,
        remedy: 'transient',
        fate: 'not_processed',
        reason: `no turn in the application's budget of calls within ${waitMs} ms`,
        retryAfterSeconds: RETRY_AFTER_BUDGET_SECONDS,
      });
    }
  }

  async #attempt<T>(
    { operation, ask, deadlineMs, read = readGatewayAnswer, schema }: Call<T>,
    permit: CallPermit,
  ): Promise<T> {
    const answer = await exchange(this.#agent, {
      ...ask,
      deadlineMs: deadlineMs ?? this.#options.deadlineMs ?? DEADLINE_MS,
      onSent: permit.sent,
    }).catch((error: unknown) => {
      throw error instanceof NoAnswer ? classifyNoAnswer(operation, error) : error;
    });

    const reading = read(answer);
    if (reading.kind === 'problem') throw classify(operation, reading);

    const parsed = schema.safeParse(reading.body);
    // The issues' messages may quote the answer; their paths are field names of our own schema.
    if (!parsed.success) {
      throw classifyUnusable(
        operation,
        parsed.error.issues.map(({ path }) => path.join('.')),
      );
    }
    return parsed.data;
  }

  /** A metrics hook that throws must not turn freshly rotated tokens into an error. */
  #report(call: DingTalkCall): void {
    try {
      this.#options.onCall?.(call);
    } catch {
      // Nothing to tell it to: the hook is the one that tells.
    }
  }
}

const NO_SUCH_MEMBER = '60121';
const NO_SUCH_RECIPIENT = 'staffId.notExisted';
/** How connections name themselves; DingTalk shows it nowhere known. */
const USER_AGENT = 'dingtalk-token-broker';
const REFUSED_APP_TOKEN: ReadonlySet<string> = new Set(['40014', '42001', 'InvalidAuthentication']);

function revealed({ clientId, clientSecret }: DingTalkCredentials) {
  return { clientId, clientSecret: clientSecret.reveal() };
}

function post(url: URL, body: object): Call<never>['ask'] {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return { method: 'POST', url, headers, body: JSON.stringify(body) };
}

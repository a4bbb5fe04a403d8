import { Secret } from '@app/secret';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { consentParameters } from './consent-parameters.js';
import { readConsentQuery } from './consent-query.js';
import type { ConsentCallbackOptions, ConsentStartOptions, ConsentWay, InClientReturn } from './consent-return.js';
import type { ConsentMeta, ConsentRequest, ConsentStateStore } from './consent-state.store.js';
import type { DingTalkClient } from './dingtalk-client.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import { authorizePath, userAccessTokenPath } from './endpoints.js';
import { type InClientAnswer, readOpenAuthAnswer } from './in-client/open-auth-answer.js';
import { PassportRequest } from './passport-on-fastify.js';
import type { DingTalkPerson } from './person.js';
import type { UserTokens } from './user-tokens.js';

type Loaded = (error: Error | null, ok?: boolean) => void;
type Exchanged = (error: null, accessToken: Secret, refreshToken: Secret, tokens: UserTokens) => void;
type Recognised = (error: unknown, person?: DingTalkPerson) => void;

let strategies = 0;

/**
 * DingTalk behind passport-oauth2, for any number of applications: the options of each request say which one.
 *
 * passport-oauth2 keeps the order of the flow (state, redirect, code, person). DingTalk's own forms come in through what it reads from its
 * instance (OAuth client, state store, profile), and these are replaced on a copy made for each request.
 * Whatever a person or DingTalk can cause reaches the guard as a `ConsentReturn`, by `success` or `fail`; `error` is for the unexpected.
 */
export class DingTalkStrategy extends OAuth2Strategy {
  // Not `#private`: Passport authenticates on an object that only inherits from this one.
  private readonly client: DingTalkClient;
  private readonly store: ConsentStateStore;

  constructor({ client, store }: { client: DingTalkClient; store: ConsentStateStore }) {
    const perRequest = 'given with each request';
    super(
      {
        authorizationURL: client.hosts.loginUrl + authorizePath,
        tokenURL: client.hosts.apiUrl + userAccessTokenPath,
        clientID: perRequest,
        clientSecret: perRequest,
      },
      // passport-oauth2 counts these parameters: with five, the third is the whole answer of the token endpoint.
      (
        _accessToken: string,
        _refreshToken: string,
        tokens: UserTokens,
        person: DingTalkPerson,
        verified: OAuth2Strategy.VerifyCallback,
      ) => verified(null, { tokens, person }),
    );
    this.client = client;
    this.store = store;
    // Passport finds strategies by name in one place for the whole process; two brokers in it must not find each other's.
    strategies += 1;
    this.name = `dingtalk-${strategies}`;
    passport.use(this);
  }

  override authenticate(request: object, options: ConsentStartOptions | ConsentCallbackOptions): void {
    if (!(request instanceof PassportRequest))
      this.error(new TypeError('DingTalkStrategy runs behind DingTalkAuthGuard'));
    else if ('callback' in options) this.takeBack(request, options);
    else this.sendAway(request, options);
  }

  override authorizationParams({ corpId }: { corpId?: string }): object {
    return consentParameters(corpId);
  }

  private sendAway(exchange: ConsentRequest, { application, redirectUri, state }: ConsentStartOptions): void {
    const attempt = Object.assign(Object.create(this), {
      _oauth2: this.oauth2Client(application.credentials.clientId),
      _stateStore: {
        store: (
          _: object,
          appState: object,
          meta: ConsentMeta,
          stored: (error: Error | null, opaque?: string) => void,
        ) => this.store.store(exchange, appState, meta, stored),
      },
    });
    // No query: a link that somebody has put a code or an error into must still start, not finish.
    super.authenticate.call(attempt, requestWith({}), {
      callbackURL: redirectUri,
      corpId: application.corpId,
      state,
    });
  }

  private takeBack(exchange: ConsentRequest, options: ConsentCallbackOptions): void {
    const { by = 'redirect' } = options;
    const answer = answerOf(exchange, by);
    // Without this, passport-oauth2 would take a bare callback for a start, and the browser would go round in a circle.
    if (answer.kind === 'incomplete') this.end({ kind: 'incomplete' }, 400);
    else if (answer.state === undefined) this.end({ kind: 'state_rejected', reason: 'state_missing' }, 403);
    else if (answer.kind === 'code') this.takeCode(exchange, answer.code, answer.state, options);
    else this.takeOther(exchange, answer, answer.state, by);
  }

  /** What is no code uses its state up like a code does; otherwise anybody could refuse for somebody else with a link. */
  private takeOther(
    exchange: ConsentRequest,
    { state: _, ...answer }: Extract<InClientAnswer, { kind: 'refused' | 'unanswered' }>,
    opaque: string,
    by: ConsentWay,
  ): void {
    this.takeState(exchange, opaque, by, (appState) => this.end({ ...answer, appState }, 401));
  }

  private takeCode(exchange: ConsentRequest, code: string, opaque: string, options: ConsentCallbackOptions): void {
    let appState: object = {};
    let clientId: string;
    let accessToken: Secret;

    const attempt = Object.assign(Object.create(this), {
      _stateStore: {
        verify: (_request: object, _opaque: string, _meta: ConsentMeta, loaded: Loaded) =>
          this.takeState(exchange, opaque, options.by ?? 'redirect', (stored) => {
            appState = stored;
            loaded(null, true);
          }),
      },
      _oauth2: {
        ...this.oauth2Client('known after the state'),
        getOAuthAccessToken: (_code: string, _parameters: object, exchanged: Exchanged) => {
          this.exchange(Secret.of(code), appState, options).then(
            ({ credentials, tokens }) => {
              clientId = credentials.clientId;
              accessToken = tokens.accessToken;
              exchanged(null, tokens.accessToken, tokens.refreshToken, tokens);
            },
            (error: unknown) => attempt.error(error),
          );
        },
      },
      userProfile: (_accessToken: string, recognised: Recognised) => {
        this.client.person(clientId, accessToken).then((person) => recognised(null, person), recognised);
      },
      success: (authorised: { tokens: UserTokens; person: DingTalkPerson }) =>
        this.success({ kind: 'authorised', ...authorised, appState } satisfies InClientReturn),
      error: (error: unknown) =>
        error instanceof DingTalkFailure
          ? this.end({ kind: 'failed', failure: error, appState }, 502)
          : this.error(error as Error),
    });
    super.authenticate.call(attempt, requestWith({ code, state: opaque }), {});
  }

  private async exchange(code: Secret, appState: object, { application }: ConsentCallbackOptions) {
    const { credentials } = typeof application === 'function' ? await application(appState) : application;
    return { credentials, tokens: await this.client.exchangeCode(credentials, code) };
  }

  private takeState(exchange: ConsentRequest, opaque: string, by: ConsentWay, then: (appState: object) => void): void {
    const meta: ConsentMeta = {
      by,
      authorizationURL: this.client.hosts.loginUrl + authorizePath,
      tokenURL: this.client.hosts.apiUrl + userAccessTokenPath,
    };
    this.store.verify(exchange, opaque, meta, (error, ok, stored) => {
      if (error) this.error(error);
      else if (ok) then(stored ?? {});
      else this.end({ kind: 'state_rejected', reason: 'state_unknown', ...stored }, 403);
    });
  }

  private end(result: InClientReturn, status: number): void {
    this.fail(result, status);
  }

  /** The three members of node-oauth's client that passport-oauth2 reads for its redirect. */
  private oauth2Client(clientId: string) {
    return {
      _authorizeUrl: this.client.hosts.loginUrl + authorizePath,
      _accessTokenUrl: this.client.hosts.apiUrl + userAccessTokenPath,
      _clientId: clientId,
    };
  }
}

/** What the person's browser brought back, each way in its own form. */
function answerOf({ request }: ConsentRequest, by: ConsentWay): InClientAnswer {
  return by === 'openAuth' ? readOpenAuthAnswer(request.body) : readConsentQuery(request.query);
}

/** All that passport-oauth2 reads of a request. */
function requestWith(query: object) {
  return { query } as Parameters<OAuth2Strategy['authenticate']>[0];
}

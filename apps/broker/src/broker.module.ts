import {
  AuditKeys,
  AuditLanes,
  AuditLog,
  AuditReader,
  ChainStore,
  Checkpoints,
  DeadReplicas,
  ExportTrail,
  StoredTrail,
} from '@app/audit';
import { CallBudget } from '@app/budget';
import {
  AccessTokens,
  CallerAuthentication,
  CallerEntity,
  CallerProofs,
  CallerStore,
  CertificateCallers,
  ClientAssertions,
  fetchKeyDocument,
  Handles,
  HandOutRates,
  KeySets,
  PolicyBook,
  PossessionProofs,
  RateBuckets,
  SigningKeys,
  Suspensions,
} from '@app/callers';
import { Database, dataSourceOptions, Listener } from '@app/database';
import { DingTalkClient, DingTalkStrategy, GatewayCalls } from '@app/dingtalk';
import { OperatorSessions, OperatorStore, OperatorTokens } from '@app/operators';
import {
  ApplicationEntity,
  ApplicationStore,
  DataKeys,
  GrantEntity,
  GrantStore,
  GrantUpkeep,
  MasterKey,
  RefreshAttempts,
  Sealer,
} from '@app/vault';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { AccessGuard } from './access/access.guard.js';
import { OperatorBrowsers } from './access/operator-browsers.js';
import { Operators } from './access/operators.js';
import { PersonSessions } from './access/person-sessions.js';
import { SignIn } from './access/sign-in.js';
import { AdminAddress } from './admin/admin-address.js';
import { ApplicationsController } from './admin/applications.controller.js';
import { Applications } from './admin/applications.js';
import { AuditEventsController } from './admin/audit-events.controller.js';
import { AuditExport } from './admin/audit-export.js';
import { AuditTrail } from './admin/audit-trail.js';
import { AuditVerification } from './admin/audit-verification.work.js';
import { AuditVerificationsController } from './admin/audit-verifications.controller.js';
import { AuditVerifications } from './admin/audit-verifications.js';
import { BrowserSessionController } from './admin/browser-session.controller.js';
import { BulkRevocation } from './admin/bulk-revocation.work.js';
import { BulkRevocations } from './admin/bulk-revocations.js';
import { CallersController } from './admin/callers.controller.js';
import { Callers } from './admin/callers.js';
import { ExplainPolicy } from './admin/explain-policy.js';
import { GrantsController } from './admin/grants.controller.js';
import { Grants } from './admin/grants.js';
import { JobsController } from './admin/jobs.controller.js';
import { LongJobs } from './admin/long-jobs.js';
import { ManageOperatorTokens } from './admin/manage-operator-tokens.js';
import { ManageOperators } from './admin/manage-operators.js';
import { ManageSessions } from './admin/manage-sessions.js';
import { OperatorSignInController } from './admin/operator-sign-in.controller.js';
import { OperatorsController } from './admin/operators.controller.js';
import { OverviewController } from './admin/overview.controller.js';
import { Overview } from './admin/overview.js';
import { PeopleController } from './admin/people.controller.js';
import { PolicyController } from './admin/policy.controller.js';
import { ReachableBy } from './admin/reachable-by.js';
import { RevocationPreviews } from './admin/revocation-previews.js';
import { RevocationsController } from './admin/revocations.controller.js';
import { Revocations } from './admin/revocations.js';
import { SessionController } from './admin/session.controller.js';
import { SkillsController } from './admin/skills.controller.js';
import { SuspensionActs } from './admin/suspension-acts.js';
import { SuspensionsController } from './admin/suspensions.controller.js';
import type { BrokerConfig } from './config.js';
import { BrowserCookie } from './consent/browser-cookie.js';
import { ConsentController } from './consent/consent.controller.js';
import { ConsentStates } from './consent/consent-states.js';
import { ConsentsController } from './consent/consents.controller.js';
import { ConsentsGrpc } from './consent/consents.grpc.js';
import { Consents } from './consent/consents.js';
import { FinishConsent } from './consent/finish-consent.js';
import { FinishSignIn } from './consent/finish-sign-in.js';
import { InClientController } from './consent/in-client.controller.js';
import { InClientScript } from './consent/in-client-script.js';
import { OpenConsent } from './consent/open-consent.js';
import { RequestConsent } from './consent/request-consent.js';
import { ShowInClientPage } from './consent/show-in-client-page.js';
import { ErrorGuideController } from './error-guide/error-guide.controller.js';
import { ApplyEvent } from './events/apply-event.js';
import { ApplyEventTask } from './events/apply-event.task.js';
import { EndGrants } from './events/end-grants.js';
import { EventInbox } from './events/event-inbox.js';
import { EventLedger } from './events/event-ledger.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { ForgetEventsTask } from './events/forget-events.task.js';
import { HealEventsTask } from './events/heal-events.task.js';
import { ReceivePush } from './events/receive-push.js';
import { RefreshNames } from './events/refresh-names.js';
import { Tenancies } from './events/tenancies.js';
import { BringCode } from './exchange/bring-code.js';
import { CodeClaims } from './exchange/code-claims.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { ExchangeGrpc } from './exchange/exchange.grpc.js';
import { ExchangeAuthCode } from './exchange/exchange-auth-code.js';
import { ForwardCall } from './gateway/forward-call.js';
import { GrpcServer } from './grpc/grpc-server.js';
import { HandOutBatch } from './handout/hand-out-batch.js';
import { HandoutController } from './handout/handout.controller.js';
import { HandoutGrpc } from './handout/handout.grpc.js';
import { RevokeByCaller } from './handout/revoke-by-caller.js';
import { ProblemFilter } from './http/problem.filter.js';
import type { Tls } from './http/tls.js';
import { JobRecords } from './jobs/job-records.js';
import { JobRunner } from './jobs/job-runner.js';
import { Jobs } from './jobs/jobs.js';
import { ResumeJobs } from './jobs/resume-jobs.task.js';
import { RunJob } from './jobs/run-job.task.js';
import { MeController } from './me/me.controller.js';
import { MePages } from './me/me-pages.js';
import { MyGrants } from './me/my-grants.js';
import { OwnForms } from './me/own-forms.js';
import { StartSignIn } from './me/start-sign-in.js';
import { WithdrawGrant } from './me/withdraw-grant.js';
import { AuthenticateCaller } from './oauth/authenticate-caller.js';
import { ExchangeToken } from './oauth/exchange-token.js';
import { IssueAccessToken } from './oauth/issue-access-token.js';
import { AuthorizationServerMetadata } from './oauth/metadata.js';
import { OauthController } from './oauth/oauth.controller.js';
import { OwnHandles } from './oauth/own-handles.js';
import { Health } from './operations/health.js';
import { Metrics } from './operations/metrics.js';
import { OperationsController } from './operations/operations.controller.js';
import { PublishCheckpoints } from './operations/publish-checkpoints.js';
import { sealingOfOwnKeys } from './own-keys.js';
import { CircuitBreaker } from './procedures/circuit-breaker.js';
import { CompleteConsent } from './procedures/complete-consent.js';
import { ConsentLinks } from './procedures/consent-links.js';
import { GrantNews } from './procedures/grant-news.js';
import { HandOut } from './procedures/hand-out.js';
import { HandOutHandle } from './procedures/hand-out-handle.js';
import { HandOutLanes } from './procedures/hand-out-lanes.js';
import { HandOutRateLimits } from './procedures/hand-out-rate-limits.js';
import { HandOutToken } from './procedures/hand-out-token.js';
import { ObserveScopes } from './procedures/observe-scopes.js';
import { RecordRefresh } from './procedures/record-refresh.js';
import { RefreshGrant } from './procedures/refresh-grant.js';
import { RefusedTokens } from './procedures/refused-tokens.js';
import { ReturnHandout } from './procedures/return-handout.js';
import { RevocationNews } from './procedures/revocation-news.js';
import { RevokeGrant } from './procedures/revoke-grant.js';
import { RevokeGrants } from './procedures/revoke-grants.js';
import { VerifyAudit } from './procedures/verify-audit.js';
import { CloseDeadReplicas } from './upkeep/close-dead-replicas.js';
import { EndDue } from './upkeep/end-due.js';
import { FinishReceipts } from './upkeep/finish-receipts.js';
import { ForecastExpiry } from './upkeep/forecast-expiry.js';
import { Housekeeping } from './upkeep/housekeeping.js';
import { RefreshDue } from './upkeep/refresh-due.js';
import { VERSION } from './version.js';
import { RevocationFeed } from './watch/revocation-feed.js';
import { WatchGrpc } from './watch/watch.grpc.js';
import { WatchRevocations } from './watch/watch-revocations.js';
import { wire } from './wire.js';

/** Connections of this replica: two for the hand-out lanes, the rest for everything else. */
const POOL_SIZE = 20;
/** Longer than any statement of a healthy broker; the hand-out statement has a shorter one of its own. */
const STATEMENT_DEADLINE_MS = 30_000;

export interface BrokerParts {
  readonly config: BrokerConfig;
  readonly masterKey: MasterKey;
  /** Without it HTTP and gRPC speak plain text. */
  readonly tls?: Tls | undefined;
  readonly log: Logger;
}

@Module({})
class BrokerModule {}

/** The composition: every wire of the broker, in one place. Below this file nothing knows Nest's container. */
export function brokerModule({ config, masterKey, tls, log }: BrokerParts): DynamicModule {
  const { publicUrl } = config;
  const mutualTls = tls?.clientCa !== undefined;
  return {
    module: BrokerModule,
    imports: [
      TypeOrmModule.forRoot({
        ...dataSourceOptions({
          url: config.database.url,
          poolSize: POOL_SIZE,
          statementDeadlineMs: STATEMENT_DEADLINE_MS,
          entities: [ApplicationEntity, CallerEntity, GrantEntity],
        }),
        retryAttempts: 0,
      }),
    ],
    controllers: [
      OperationsController,
      ErrorGuideController,
      OauthController,
      HandoutController,
      ConsentController,
      InClientController,
      EventsController,
      ConsentsController,
      ExchangeController,
      MeController,
      ApplicationsController,
      CallersController,
      PolicyController,
      PeopleController,
      GrantsController,
      RevocationsController,
      JobsController,
      SkillsController,
      SuspensionsController,
      AuditEventsController,
      AuditVerificationsController,
      OverviewController,
      OperatorsController,
      OperatorSignInController,
      SessionController,
      BrowserSessionController,
    ],
    providers: [
      // foundations
      wire(Metrics, [], () => new Metrics()),
      wire(
        Database,
        [DataSource],
        (source) => new Database({ pool: poolOf(source), prepared: config.database.prepared }),
      ),

      wire(
        Listener,
        [],
        () =>
          new Listener({
            url: config.database.directUrl,
            onTrouble: (err) => log.warn({ err }, 'notifications are late until the connection is back'),
          }),
      ),
      // vault
      wire(MasterKey, [], () => masterKey),
      wire(DataKeys, [Database, MasterKey], (database, key) => new DataKeys(database, key)),
      wire(Sealer, [DataKeys], (dataKeys) => new Sealer(dataKeys)),
      wire(ApplicationStore, [Database, Sealer], (database, sealer) => new ApplicationStore(database, sealer)),
      wire(GrantStore, [Database, Sealer], (database, sealer) => new GrantStore(database, sealer)),
      wire(GrantUpkeep, [Database], (database) => new GrantUpkeep(database)),
      wire(RefreshAttempts, [Database, Sealer], (database, sealer) => new RefreshAttempts(database, sealer)),

      // callers
      wire(CallerStore, [Database], (database) => new CallerStore(database)),
      wire(Handles, [Database], (database) => new Handles(database)),
      wire(CallerProofs, [Database], (database) => new CallerProofs(database)),
      wire(KeySets, [], () => new KeySets(fetchKeyDocument)),
      wire(
        ClientAssertions,
        [Database, KeySets],
        (database, keySets) => new ClientAssertions(database, keySets, [publicUrl, `${publicUrl}/oauth2/token`]),
      ),
      wire(
        CallerAuthentication,
        [Database, ClientAssertions],
        (database, assertions) => new CallerAuthentication(database, assertions),
      ),
      wire(RateBuckets, [Database], (database) => new RateBuckets(database)),
      wire(PossessionProofs, [Database], (database) => new PossessionProofs(database, publicUrl)),
      wire(CertificateCallers, [CallerAuthentication], (authentication) => new CertificateCallers(authentication)),
      wire(Suspensions, [Database], (database) => new Suspensions(database)),
      wire(
        PolicyBook,
        [CallerStore, ApplicationStore, Suspensions],
        (callers, applications, suspensions) =>
          new PolicyBook(
            callers,
            () => applications.all(),
            () => suspensions.all(),
          ),
      ),
      wire(
        SigningKeys,
        [Database, Sealer],
        (database, sealer) => new SigningKeys(database, sealingOfOwnKeys('signing_keys', sealer)),
      ),
      wire(AccessTokens, [SigningKeys], (keys) => new AccessTokens(keys, publicUrl)),

      // operators
      wire(OperatorStore, [Database], (database) => new OperatorStore(database)),
      wire(OperatorTokens, [Database], (database) => new OperatorTokens(database)),
      wire(OperatorSessions, [Database], (database) => new OperatorSessions(database)),

      // audit
      wire(AuditLanes, [Database], (database) => new AuditLanes(database)),
      wire(AuditLog, [AuditLanes], (lanes) => new AuditLog(lanes)),
      wire(AuditReader, [Database], (database) => new AuditReader(database)),
      wire(
        AuditKeys,
        [Database, Sealer],
        (database, sealer) => new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)),
      ),
      wire(StoredTrail, [Database, AuditKeys], (database, keys) => new StoredTrail(database, keys)),
      wire(
        ExportTrail,
        [Database, StoredTrail, AuditKeys],
        (database, trail, keys) => new ExportTrail(database, trail, keys),
      ),
      wire(ChainStore, [Database], (database) => new ChainStore(database)),
      wire(PublishCheckpoints, [AuditKeys], (keys) => new PublishCheckpoints(keys, config.auditCheckpointFile, log)),
      wire(
        Checkpoints,
        [ChainStore, AuditLanes, AuditKeys, PublishCheckpoints],
        (store, lanes, keys, { publish }) =>
          new Checkpoints({
            store,
            lanes,
            keys,
            publish,
            onTrouble: (err) => log.error({ err }, 'the audit trail could not be proven'),
          }),
      ),
      wire(
        DeadReplicas,
        [ChainStore, AuditKeys, PublishCheckpoints],
        (store, keys, { publish }) => new DeadReplicas({ store, keys, publish }),
      ),

      // DingTalk
      wire(
        CallBudget,
        [Database, AuditLanes],
        (database, { replica }) =>
          new CallBudget({
            database,
            replica,
            onTrouble: (err) => log.warn({ err }, 'calls to DingTalk wait: their budget could not be read'),
          }),
      ),
      wire(
        DingTalkClient,
        [Metrics, CallBudget],
        (metrics, budget) => new DingTalkClient({ hosts: config.dingtalk, budget, onCall: metrics.observeDingTalk }),
      ),
      wire(
        GatewayCalls,
        [Metrics, CallBudget],
        (metrics, budget) => new GatewayCalls({ hosts: config.dingtalk, budget, onCall: metrics.observeDingTalk }),
      ),
      wire(
        DingTalkStrategy,
        [DingTalkClient, ConsentStates],
        (client, store) => new DingTalkStrategy({ client, store }),
      ),

      // procedures
      wire(
        HandOutLanes,
        [Database, AuditLanes, Metrics],
        (database, lanes, metrics) => new HandOutLanes(database, lanes, metrics.observeBatch),
      ),
      wire(ConsentLinks, [Database], (database) => new ConsentLinks(database, publicUrl)),
      wire(GrantNews, [Listener, Database], (listener, database) => new GrantNews(listener, database)),
      wire(CircuitBreaker, [], () => new CircuitBreaker()),
      wire(
        RecordRefresh,
        [Database, RefreshAttempts, AuditLog, GrantNews],
        (database, attempts, audit, news) => new RecordRefresh(database, attempts, audit, news, log),
      ),
      wire(
        RefreshGrant,
        [RefreshAttempts, ApplicationStore, DingTalkClient, RecordRefresh, GrantNews, CircuitBreaker],
        (attempts, applications, dingtalk, record, news, breaker) =>
          new RefreshGrant({ attempts, applications, dingtalk, record, news, breaker, log }),
      ),
      wire(
        ObserveScopes,
        [Database, GrantStore, DingTalkClient, AuditLog],
        (database, grants, dingtalk, audit) => new ObserveScopes(database, grants, dingtalk, audit, log),
      ),
      wire(RevocationNews, [Listener, Database], (listener, database) => new RevocationNews(listener, database)),
      wire(
        RefusedTokens,
        [Database, RefreshGrant, ObserveScopes],
        (database, refresh, observe) => new RefusedTokens(database, refresh, observe),
      ),
      wire(
        HandOutRateLimits,
        [RateBuckets, Database, AuditLog],
        (buckets, database, audit) => new HandOutRateLimits(new HandOutRates(buckets), database, audit),
      ),
      wire(
        HandOut,
        [
          PolicyBook,
          HandOutLanes,
          HandOutRateLimits,
          RefreshGrant,
          ObserveScopes,
          RefusedTokens,
          ConsentLinks,
          Metrics,
        ],
        (policies, lanes, rateLimits, refresh, observe, refused, links, metrics) =>
          new HandOut(
            policies,
            lanes,
            rateLimits,
            refresh,
            observe,
            refused,
            links,
            `${publicUrl}/v1/handles`,
            metrics.countHandout,
          ),
      ),
      wire(HandOutToken, [HandOut, GrantStore], (handOut, grants) => new HandOutToken(handOut, grants)),
      wire(HandOutHandle, [HandOut], (handOut) => new HandOutHandle(handOut)),
      wire(
        ReturnHandout,
        [Database, Handles, AuditLog],
        (database, handles, audit) => new ReturnHandout(database, handles, audit),
      ),
      wire(
        RevokeGrants,
        [Database, GrantStore, AuditLanes, AuditLog, RevocationNews],
        (database, grants, lanes, audit, news) => new RevokeGrants(database, grants, lanes, audit, news),
      ),
      wire(
        VerifyAudit,
        [Database, StoredTrail, AuditLog],
        (database, trail, audit) => new VerifyAudit(database, trail, audit),
      ),
      wire(RevokeGrant, [RevokeGrants], (revokeGrants) => new RevokeGrant(revokeGrants)),
      wire(
        CompleteConsent,
        [Database, GrantStore, ApplicationStore, Suspensions, DingTalkClient, AuditLog],
        (database, grants, applications, suspensions, dingtalk, audit) =>
          new CompleteConsent(database, grants, applications, suspensions, dingtalk, audit, log),
      ),

      // who may call what
      wire(
        OperatorBrowsers,
        [Database, OperatorStore, OperatorSessions, AuditLog],
        (database, operators, sessions, audit) => new OperatorBrowsers(database, operators, sessions, audit, publicUrl),
      ),
      wire(
        Operators,
        [OperatorTokens, OperatorBrowsers],
        (tokens, browsers) => new Operators(config.operatorBootstrapToken, tokens, browsers),
      ),
      wire(SignIn, [ApplicationStore], (applications) => new SignIn(applications, publicUrl)),
      wire(PersonSessions, [Database, AuditLog], (database, audit) => new PersonSessions(database, audit, publicUrl)),
      {
        provide: APP_GUARD,
        inject: [Reflector, AccessTokens, Operators],
        useFactory: (reflector: Reflector, tokens: AccessTokens, operators: Operators) =>
          new AccessGuard(reflector, tokens, operators, mutualTls),
      },
      { provide: APP_FILTER, useClass: ProblemFilter },

      // flows: access tokens
      wire(
        AuthenticateCaller,
        [CallerAuthentication, AccessTokens, CallerStore],
        (authentication, tokens, callers) => new AuthenticateCaller(authentication, tokens, callers),
      ),
      wire(ExchangeToken, [HandOutToken], (handOutToken) => new ExchangeToken(handOutToken)),
      wire(
        OwnHandles,
        [Handles, GrantStore, ReturnHandout, AccessTokens],
        (handles, grants, returnHandout, tokens) => new OwnHandles(handles, grants, returnHandout, tokens, publicUrl),
      ),
      wire(IssueAccessToken, [AccessTokens], (tokens) => new IssueAccessToken(tokens)),
      wire(AuthorizationServerMetadata, [], () => new AuthorizationServerMetadata(publicUrl, mutualTls)),

      // flows: hand-out
      wire(
        RevokeByCaller,
        [PolicyBook, Database, GrantStore, RevokeGrant, AuditLog],
        (policies, database, grants, revokeGrant, audit) =>
          new RevokeByCaller(policies, database, grants, revokeGrant, audit),
      ),
      wire(HandOutBatch, [HandOutToken], (handOutToken) => new HandOutBatch(handOutToken)),
      wire(
        HandoutGrpc,
        [HandOutToken, HandOutBatch, HandOutHandle],
        (handOutToken, handOutBatch, handOutHandle) => new HandoutGrpc(handOutToken, handOutBatch, handOutHandle),
      ),

      // flows: gateway
      wire(
        ForwardCall,
        [Handles, PossessionProofs, PolicyBook, HandOut, GrantStore, GatewayCalls, RefusedTokens, ConsentLinks],
        (handles, proofs, policies, handOut, grants, calls, refused, links) =>
          new ForwardCall(handles, proofs, policies, handOut, grants, calls, refused, links),
      ),

      // flows: consent
      wire(BrowserCookie, [], () => new BrowserCookie(publicUrl)),
      wire(ConsentStates, [Database, BrowserCookie], (database, cookie) => new ConsentStates(database, cookie)),
      wire(Consents, [Database], (database) => new Consents(database)),
      wire(
        OpenConsent,
        [ApplicationStore, Consents, Suspensions],
        (applications, consents, suspensions) => new OpenConsent(applications, consents, suspensions, publicUrl),
      ),
      wire(
        FinishConsent,
        [Database, ApplicationStore, Consents, ConsentStates, CompleteConsent, AuditLog],
        (database, applications, consents, states, complete, audit) =>
          new FinishConsent(database, applications, consents, states, complete, audit, log),
      ),
      wire(
        FinishSignIn,
        [PersonSessions, OperatorBrowsers, ConsentStates],
        (people, operators, states) => new FinishSignIn(people, operators, states, log),
      ),
      wire(InClientScript, [], () => new InClientScript()),
      wire(
        ShowInClientPage,
        [OpenConsent, ApplicationStore, ConsentStates, InClientScript],
        (openConsent, applications, states, script) => new ShowInClientPage(openConsent, applications, states, script),
      ),
      wire(
        RequestConsent,
        [Database, PolicyBook, ApplicationStore, ConsentLinks, AuditLog],
        (database, policies, applications, links, audit) =>
          new RequestConsent(database, policies, applications, links, audit),
      ),
      wire(
        ConsentsGrpc,
        [RequestConsent, Consents, ConsentLinks],
        (requestConsent, consents, links) => new ConsentsGrpc(requestConsent, consents, links),
      ),

      // flows: callers that watch
      wire(RevocationFeed, [Database, RevocationNews], (database, news) => new RevocationFeed(database, news, log)),
      wire(WatchRevocations, [RevocationFeed], (feed) => new WatchRevocations(feed)),
      wire(WatchGrpc, [WatchRevocations], (watch) => new WatchGrpc(watch)),

      // flows: codes that callers bring
      wire(CodeClaims, [Database], (database) => new CodeClaims(database)),
      wire(
        ExchangeAuthCode,
        [
          Database,
          PolicyBook,
          ApplicationStore,
          GrantStore,
          CodeClaims,
          DingTalkClient,
          CompleteConsent,
          ConsentLinks,
          AuditLog,
        ],
        (database, policies, applications, grants, claims, dingtalk, complete, links, audit) =>
          new ExchangeAuthCode({
            database,
            policies,
            applications,
            grants,
            claims,
            dingtalk,
            complete,
            links,
            audit,
            log,
          }),
      ),
      wire(
        BringCode,
        [Database, DataSource, ExchangeAuthCode, HandOutToken, HandOutHandle],
        (database, source, exchange, handOutToken, handOutHandle) =>
          new BringCode(database, source.getRepository(GrantEntity), exchange, handOutToken, handOutHandle),
      ),
      wire(ExchangeGrpc, [BringCode], (bringCode) => new ExchangeGrpc(bringCode)),

      // what is served over gRPC
      wire(
        GrpcServer,
        [AccessTokens, CertificateCallers, Metrics, HandoutGrpc, ExchangeGrpc, ConsentsGrpc, WatchGrpc],
        (
          accessTokens,
          certificateCallers,
          metrics,
          { getToken, batchGetTokens, getHandle },
          { exchangeAuthCode },
          { createConsent, getConsent },
          { watchRevocations },
        ) =>
          new GrpcServer({
            methods: {
              GetToken: getToken,
              BatchGetTokens: batchGetTokens,
              GetHandle: getHandle,
              ExchangeAuthCode: exchangeAuthCode,
              CreateConsent: createConsent,
              GetConsent: getConsent,
              WatchRevocations: watchRevocations,
            },
            accessTokens,
            certificateCallers,
            mutualTls,
            observe: metrics.observeGrpc,
            countStream: metrics.countStream,
            tls,
            log,
          }),
      ),

      // flows: people and their own grants
      wire(StartSignIn, [SignIn], (signIn) => new StartSignIn(signIn)),
      wire(
        MyGrants,
        [Database, DataSource, GrantStore, CallerStore, AuditLog],
        (database, source, store, callers, audit) =>
          new MyGrants(database, source.getRepository(GrantEntity), store, callers, audit),
      ),
      wire(
        WithdrawGrant,
        [Database, MyGrants, RevokeGrant, CallerStore],
        (database, grants, revoke, callers) => new WithdrawGrant(database, grants, revoke, callers),
      ),
      wire(MePages, [], () => new MePages(publicUrl)),
      wire(OwnForms, [], () => new OwnForms(publicUrl)),

      // flows: operators
      wire(Health, [Database, SigningKeys, GrpcServer], (database, keys, grpc) => new Health(database, keys, grpc)),
      wire(
        Applications,
        [Database, ApplicationStore, AuditLog],
        (database, store, audit) => new Applications(database, store, audit, publicUrl),
      ),
      wire(
        Callers,
        [Database, CallerStore, CallerProofs, DataSource, ApplicationStore, AuditLog],
        (database, store, proofs, source, applications, audit) =>
          new Callers(database, store, proofs, source.getRepository(CallerEntity), applications, audit),
      ),
      wire(
        ExplainPolicy,
        [Database, DataSource, PolicyBook, ApplicationStore, AuditLog],
        (database, source, policies, applications, audit) =>
          new ExplainPolicy(database, source.getRepository(CallerEntity), policies, applications, audit),
      ),
      wire(
        ReachableBy,
        [Database, DataSource, CallerStore, ApplicationStore, Suspensions, AuditLog],
        (database, source, callers, applications, suspensions, audit) =>
          new ReachableBy(database, source.getRepository(GrantEntity), callers, applications, suspensions, audit),
      ),
      wire(
        Grants,
        [Database, DataSource, GrantStore, RevokeGrant, AuditLog],
        (database, source, store, revoke, audit) =>
          new Grants(database, source.getRepository(GrantEntity), store, revoke, audit),
      ),
      wire(Revocations, [Database], (database) => new Revocations(database)),
      wire(RevocationPreviews, [Database], (database) => new RevocationPreviews(database)),
      wire(
        ManageOperators,
        [Database, OperatorStore, AuditLog],
        (database, store, audit) => new ManageOperators(database, store, audit),
      ),
      wire(AdminAddress, [], () => new AdminAddress(publicUrl)),
      wire(
        ManageSessions,
        [Database, OperatorSessions, AuditLog],
        (database, sessions, audit) => new ManageSessions(database, sessions, audit),
      ),
      wire(
        ManageOperatorTokens,
        [Database, OperatorStore, OperatorTokens, AuditLog],
        (database, store, tokens, audit) => new ManageOperatorTokens(database, store, tokens, audit),
      ),
      wire(
        BulkRevocations,
        [Database, GrantStore, RevocationPreviews, JobRecords, Jobs, AuditLog],
        (database, grants, previews, records, jobs, audit) =>
          new BulkRevocations(database, grants, previews, records, jobs, audit),
      ),
      wire(
        BulkRevocation,
        [Database, RevokeGrants],
        (database, revokeGrants) => new BulkRevocation(database, revokeGrants),
      ),
      wire(
        AuditExport,
        [Database, ExportTrail, AuditLog],
        (database, exportTrail, audit) => new AuditExport(database, exportTrail, audit),
      ),
      wire(
        AuditVerifications,
        [Database, VerifyAudit, JobRecords, Jobs, AuditLog],
        (database, verifyAudit, records, jobs, audit) =>
          new AuditVerifications(database, verifyAudit, records, jobs, audit),
      ),
      wire(AuditVerification, [VerifyAudit], (verifyAudit) => new AuditVerification(verifyAudit)),
      wire(
        LongJobs,
        [Database, JobRecords, AuditLog],
        (database, records, audit) => new LongJobs(database, records, audit),
      ),
      wire(
        SuspensionActs,
        [Database, Suspensions, AuditLog],
        (database, suspensions, audit) => new SuspensionActs(database, suspensions, audit),
      ),
      wire(
        AuditTrail,
        [Database, AuditReader, AuditLog],
        (database, reader, audit) => new AuditTrail(database, reader, audit),
      ),
      wire(
        Overview,
        [Database, DataSource, GrantUpkeep, Health],
        (database, source, upkeep, health) =>
          new Overview(
            database,
            source.getRepository(GrantEntity),
            source.getRepository(ApplicationEntity),
            source.getRepository(CallerEntity),
            upkeep,
            health,
            config.dingtalk,
            VERSION,
          ),
      ),
      // flows: events of DingTalk
      wire(
        EventInbox,
        [Database, ApplicationStore, Jobs, AuditLog, Metrics],
        (database, applications, jobs, audit, metrics) =>
          new EventInbox(database, applications, jobs, audit, metrics.countEvent),
      ),
      wire(
        ReceivePush,
        [ApplicationStore, EventInbox, Metrics],
        (applications, inbox, metrics) => new ReceivePush(applications, inbox, metrics.countEvent, log),
      ),
      wire(
        EventStreams,
        [ApplicationStore, DingTalkClient, EventInbox],
        (applications, dingtalk, inbox) => new EventStreams(applications, dingtalk, inbox, log),
      ),
      wire(EventLedger, [Database, Jobs], (database, jobs) => new EventLedger(database, jobs)),
      wire(
        EndGrants,
        [Database, RevokeGrants, EventLedger],
        (database, revokeGrants, ledger) => new EndGrants(database, revokeGrants, ledger),
      ),
      wire(
        RefreshNames,
        [Database, GrantStore, DingTalkClient, EventLedger],
        (database, grants, dingtalk, ledger) => new RefreshNames(database, grants, dingtalk, ledger),
      ),
      wire(Tenancies, [], () => new Tenancies()),
      wire(
        ApplyEvent,
        [Database, EventLedger, EndGrants, RefreshNames, GrantStore, Suspensions, Tenancies, AuditLog],
        (database, ledger, endGrants, refreshNames, grants, suspensions, tenancies, audit) =>
          new ApplyEvent({ database, ledger, endGrants, refreshNames, grants, suspensions, tenancies, audit }),
      ),
      wire(
        ApplyEventTask,
        [EventLedger, ApplyEvent, Metrics],
        (ledger, applyEvent, metrics) => new ApplyEventTask(ledger, applyEvent, metrics.countEvent, log),
      ),
      wire(HealEventsTask, [EventLedger], (ledger) => new HealEventsTask(ledger)),
      wire(ForgetEventsTask, [EventLedger], (ledger) => new ForgetEventsTask(ledger)),

      // tasks
      wire(Jobs, [], () => new Jobs()),
      wire(JobRecords, [Database], (database) => new JobRecords(database)),
      wire(
        RunJob,
        [JobRecords, BulkRevocation, AuditVerification],
        (records, ...works) => new RunJob(records, works, log),
      ),
      wire(
        ResumeJobs,
        [Database, JobRecords, Jobs],
        (database, records, jobs) => new ResumeJobs(database, records, jobs),
      ),
      wire(
        RefreshDue,
        [Database, GrantUpkeep, RefreshGrant, ObserveScopes, CircuitBreaker],
        (database, upkeep, refresh, observe, breaker) =>
          new RefreshDue(database, upkeep, refresh, observe, breaker, log),
      ),
      wire(
        EndDue,
        [Database, GrantUpkeep, GrantStore, AuditLog],
        (database, upkeep, grants, audit) => new EndDue(database, upkeep, grants, audit),
      ),
      wire(CloseDeadReplicas, [DeadReplicas, AuditLanes], (dead, lanes) => new CloseDeadReplicas(dead, lanes)),
      wire(FinishReceipts, [RevokeGrants], (revokeGrants) => new FinishReceipts(revokeGrants)),
      wire(ForecastExpiry, [GrantUpkeep], (upkeep) => new ForecastExpiry(upkeep, log)),
      wire(
        Housekeeping,
        [Database, Handles, RateBuckets],
        (database, handles, rates) => new Housekeeping(database, handles, rates),
      ),
      wire(
        JobRunner,
        [
          RefreshDue,
          EndDue,
          FinishReceipts,
          CloseDeadReplicas,
          ForecastExpiry,
          Housekeeping,
          RunJob,
          ResumeJobs,
          ApplyEventTask,
          HealEventsTask,
          ForgetEventsTask,
        ],
        (refreshDue, ...others) =>
          new JobRunner({ url: config.database.directUrl, tasks: [...refreshDue.tasks(), ...others], log }),
      ),
    ],
  };
}

/** Hand-written SQL and TypeORM share one pool, so that one number bounds the connections of a replica. */
function poolOf(source: DataSource): Pool {
  return (source.driver as unknown as { master: Pool }).master;
}

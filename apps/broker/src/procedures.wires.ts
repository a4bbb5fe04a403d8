import { AuditLanes, AuditLog, StoredTrail } from '@app/audit';
import { AccessTokens, Handles, HandOutRates, PolicyBook, RateBuckets, Suspensions } from '@app/callers';
import { Database, Listener } from '@app/database';
import { DingTalkClient } from '@app/dingtalk';
import { OperatorSessions, OperatorStore, OperatorTokens } from '@app/operators';
import { ApplicationStore, GrantStore, RefreshAttempts } from '@app/vault';
import type { Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { FreshSignIn } from './access/fresh-sign-in.js';
import { OperatorBrowsers } from './access/operator-browsers.js';
import { Operators } from './access/operators.js';
import { PersonSessions } from './access/person-sessions.js';
import { SignIn } from './access/sign-in.js';
import { SignInWays } from './access/sign-in-ways.js';
import type { BrokerParts } from './broker-parts.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Metrics } from './operations/metrics.js';
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
import { wire } from './wire.js';

/** What several flows share, and who may call what. */
export function proceduresWires({ config, tls, log }: BrokerParts): Provider[] {
  const { publicUrl } = config;
  const mutualTls = tls?.clientCa !== undefined;
  return [
    // procedures
    wire(
      HandOutLanes,
      [Database, AuditLanes, Metrics],
      (database, lanes, metrics) => new HandOutLanes(database, lanes, metrics.observeBatch),
    ),
    wire(ConsentLinks, [Database], (database) => new ConsentLinks(database, publicUrl)),
    wire(GrantNews, [Listener, Database]),
    wire(CircuitBreaker, []),
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
    wire(RevocationNews, [Listener, Database]),
    wire(RefusedTokens, [Database, RefreshGrant, ObserveScopes, GrantStore, AuditLog]),
    wire(
      HandOutRateLimits,
      [RateBuckets, Database, AuditLog],
      (buckets, database, audit) => new HandOutRateLimits(new HandOutRates(buckets), database, audit),
    ),
    wire(
      HandOut,
      [PolicyBook, HandOutLanes, HandOutRateLimits, RefreshGrant, ObserveScopes, RefusedTokens, ConsentLinks, Metrics],
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
    wire(HandOutToken, [HandOut, GrantStore]),
    wire(HandOutHandle, [HandOut]),
    wire(ReturnHandout, [Database, Handles, AuditLog]),
    wire(RevokeGrants, [Database, GrantStore, AuditLanes, AuditLog, RevocationNews]),
    wire(VerifyAudit, [Database, StoredTrail, AuditLog]),
    wire(RevokeGrant, [RevokeGrants]),
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
    wire(FreshSignIn, [], () => new FreshSignIn(config.operatorFreshSignInMinutes)),
    wire(SignIn, [ApplicationStore], (applications) => new SignIn(applications, publicUrl)),
    wire(SignInWays, [SignIn], (signIn) => new SignInWays(signIn, config.operatorOidc?.name)),
    wire(PersonSessions, [Database, AuditLog], (database, audit) => new PersonSessions(database, audit, publicUrl)),
    {
      provide: APP_GUARD,
      inject: [Reflector, AccessTokens, Operators, FreshSignIn],
      useFactory: (reflector: Reflector, tokens: AccessTokens, operators: Operators, freshSignIn: FreshSignIn) =>
        new AccessGuard(reflector, tokens, operators, freshSignIn, mutualTls),
    },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ];
}

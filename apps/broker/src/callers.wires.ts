import { AuditLog } from '@app/audit';
import {
  AccessTokens,
  CallerAuthentication,
  CallerStore,
  CertificateCallers,
  Handles,
  PolicyBook,
  PossessionProofs,
} from '@app/callers';
import { Database } from '@app/database';
import { DingTalkClient, GatewayCalls } from '@app/dingtalk';
import { ApplicationStore, GrantEntity, GrantStore } from '@app/vault';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BrokerParts } from './broker-parts.js';
import { ConsentsGrpc } from './consent/consents.grpc.js';
import { BringCode } from './exchange/bring-code.js';
import { CodeClaims } from './exchange/code-claims.js';
import { ExchangeGrpc } from './exchange/exchange.grpc.js';
import { ExchangeAuthCode } from './exchange/exchange-auth-code.js';
import { ForwardCall } from './gateway/forward-call.js';
import { GrpcServer } from './grpc/grpc-server.js';
import { HandOutBatch } from './handout/hand-out-batch.js';
import { HandoutGrpc } from './handout/handout.grpc.js';
import { RevokeByCaller } from './handout/revoke-by-caller.js';
import { AuthenticateCaller } from './oauth/authenticate-caller.js';
import { ExchangeToken } from './oauth/exchange-token.js';
import { IssueAccessToken } from './oauth/issue-access-token.js';
import { AuthorizationServerMetadata } from './oauth/metadata.js';
import { OwnHandles } from './oauth/own-handles.js';
import { Metrics } from './operations/metrics.js';
import { CompleteConsent } from './procedures/complete-consent.js';
import { ConsentLinks } from './procedures/consent-links.js';
import { HandOut } from './procedures/hand-out.js';
import { HandOutHandle } from './procedures/hand-out-handle.js';
import { HandOutToken } from './procedures/hand-out-token.js';
import { RefusedTokens } from './procedures/refused-tokens.js';
import { ReturnHandout } from './procedures/return-handout.js';
import { RevocationNews } from './procedures/revocation-news.js';
import { RevokeGrant } from './procedures/revoke-grant.js';
import { RevocationFeed } from './watch/revocation-feed.js';
import { WatchGrpc } from './watch/watch.grpc.js';
import { WatchRevocations } from './watch/watch-revocations.js';
import { wire } from './wire.js';

/** The flows of services that ask: access tokens, hand-outs, the gateway, what they watch and bring, over REST and gRPC. */
export function callersWires({ config, tls, log }: BrokerParts): Provider[] {
  const { publicUrl } = config;
  const mutualTls = tls?.clientCa !== undefined;
  return [
    // access tokens
    wire(AuthenticateCaller, [CallerAuthentication, AccessTokens, CallerStore]),
    wire(ExchangeToken, [HandOutToken]),
    wire(
      OwnHandles,
      [Handles, GrantStore, ReturnHandout, AccessTokens],
      (handles, grants, returnHandout, tokens) => new OwnHandles(handles, grants, returnHandout, tokens, publicUrl),
    ),
    wire(IssueAccessToken, [AccessTokens]),
    wire(AuthorizationServerMetadata, [], () => new AuthorizationServerMetadata(publicUrl, mutualTls)),

    // hand-out
    wire(RevokeByCaller, [PolicyBook, Database, GrantStore, RevokeGrant, AuditLog]),
    wire(HandOutBatch, [HandOutToken]),
    wire(HandoutGrpc, [HandOutToken, HandOutBatch, HandOutHandle]),

    // gateway
    wire(ForwardCall, [
      Handles,
      PossessionProofs,
      PolicyBook,
      HandOut,
      GrantStore,
      GatewayCalls,
      RefusedTokens,
      ConsentLinks,
    ]),

    // callers that watch
    wire(RevocationFeed, [Database, RevocationNews], (database, news) => new RevocationFeed(database, news, log)),
    wire(WatchRevocations, [RevocationFeed]),
    wire(WatchGrpc, [WatchRevocations]),

    // codes that callers bring
    wire(CodeClaims, [Database]),
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
    wire(ExchangeGrpc, [BringCode]),

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
  ];
}

import {
  AuditFeed,
  AuditKeys,
  AuditLanes,
  AuditLog,
  AuditReader,
  AuditRollups,
  ChainStore,
  Checkpoints,
  DeadReplicas,
  EraseFromTrail,
  ExportTrail,
  StoredTrail,
} from '@app/audit';
import { CallBudget } from '@app/budget';
import {
  AbilityStore,
  AccessTokens,
  CallerAuthentication,
  CallerKnocks,
  CallerProofs,
  CallerStore,
  CertificateCallers,
  ClientAssertions,
  fetchKeyDocument,
  Handles,
  KeySets,
  PolicyBook,
  PossessionProofs,
  RateBuckets,
  ServiceTokens,
  SigningKeys,
  Suspensions,
} from '@app/callers';
import { Database, Listener } from '@app/database';
import { DingTalkClient, DingTalkStrategy, GatewayCalls, RegistrationProbes } from '@app/dingtalk';
import { OpenIdSignIns, OperatorSessions, OperatorStore, OperatorTokens } from '@app/operators';
import {
  ApplicationStore,
  DataKeys,
  GrantCounts,
  GrantStore,
  GrantUpkeep,
  KeyRing,
  MasterKey,
  RefreshAttempts,
  RefreshTroubles,
  Reseal,
  Sealer,
} from '@app/vault';
import { DeliveryLog, WebhookCursors, WebhookStore } from '@app/webhooks';
import type { Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { BrokerParts } from './broker-parts.js';
import { ConsentStates } from './consent/consent-states.js';
import { Metrics } from './operations/metrics.js';
import { PublishCheckpoints } from './operations/publish-checkpoints.js';
import { sealedTables, sealingOfOwnKeys } from './own-keys.js';
import { wire } from './wire.js';

/** What the broker can do, each by itself: the foundations, and the capabilities that stand on them and never know each other. */
export function capabilitiesWires({ config, masterKey, log }: BrokerParts): Provider[] {
  const { publicUrl } = config;
  return [
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
    wire(
      KeyRing,
      [Database, MasterKey, DataKeys],
      (database, key, dataKeys) => new KeyRing(database, key, dataKeys, sealedTables),
    ),
    wire(Reseal, [Database, Sealer], (database, sealer) => new Reseal(database, sealer)),
    wire(ApplicationStore, [Database, Sealer], (database, sealer) => new ApplicationStore(database, sealer)),
    wire(GrantStore, [Database, Sealer], (database, sealer) => new GrantStore(database, sealer)),
    wire(GrantCounts, [Database], (database) => new GrantCounts(database)),
    wire(RefreshTroubles, [Database], (database) => new RefreshTroubles(database)),
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
      CallerKnocks,
      [Database],
      (database) =>
        new CallerKnocks(database, (err) => log.warn({ err }, 'requests of disabled callers could not be counted')),
    ),
    wire(
      CallerAuthentication,
      [Database, ClientAssertions, CallerKnocks],
      (database, assertions, knocks) => new CallerAuthentication(database, assertions, knocks),
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
    wire(ServiceTokens, [SigningKeys], (keys) => new ServiceTokens(keys, publicUrl)),
    wire(AbilityStore, [Database], (database) => new AbilityStore(database)),

    // operators
    wire(OperatorStore, [Database], (database) => new OperatorStore(database)),
    wire(OperatorTokens, [Database], (database) => new OperatorTokens(database)),
    wire(OperatorSessions, [Database], (database) => new OperatorSessions(database)),
    wire(OpenIdSignIns, [Database], (database) => new OpenIdSignIns(database)),

    // audit
    wire(AuditLanes, [Database], (database) => new AuditLanes(database)),
    wire(AuditLog, [AuditLanes], (lanes) => new AuditLog(lanes)),
    wire(AuditRollups, [Database], (database) => new AuditRollups(database)),
    wire(AuditFeed, [], () => new AuditFeed()),
    wire(AuditReader, [Database], (database) => new AuditReader(database)),
    wire(
      AuditKeys,
      [Database, Sealer],
      (database, sealer) => new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)),
    ),
    wire(StoredTrail, [Database, AuditKeys], (database, keys) => new StoredTrail(database, keys)),
    wire(EraseFromTrail, [Database], (database) => new EraseFromTrail(database)),
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

    // webhooks
    wire(
      WebhookStore,
      [Database, Sealer],
      (database, sealer) => new WebhookStore(database, sealingOfOwnKeys('webhook_secrets', sealer)),
    ),
    wire(DeliveryLog, [Database], (database) => new DeliveryLog(database)),
    wire(WebhookCursors, [], () => new WebhookCursors()),

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
    wire(RegistrationProbes, [DingTalkClient], (client) => new RegistrationProbes(client)),
    wire(DingTalkStrategy, [DingTalkClient, ConsentStates], (client, store) => new DingTalkStrategy({ client, store })),
  ];
}

/** Hand-written SQL and TypeORM share one pool, so that one number bounds the connections of a replica. */
function poolOf(source: DataSource): Pool {
  return (source.driver as unknown as { master: Pool }).master;
}

import {
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
  HandoutCounts,
  StoredTrail,
} from '@app/audit';
import { CallBudget } from '@app/budget';
import {
  AbilityStore,
  AccessTokens,
  CallerAuthentication,
  CallerKnocks,
  CallerProofs,
  CallerSecrets,
  CallerStore,
  CertificateCallers,
  ClientAssertions,
  fetchKeyDocument,
  Handles,
  KeySets,
  PolicyBook,
  PossessionProofs,
  RateBuckets,
  SecretUses,
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
import { AwaitedReceipts, DeliveryLog, WebhookStore } from '@app/webhooks';
import type { Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { BrokerParts } from './broker-parts.js';
import { ConsentStates } from './consent/consent-states.js';
import { Metrics } from './operations/metrics.js';
import { PublishCheckpoints } from './operations/publish-checkpoints.js';
import { sealedTables, sealingOfOwnKeys } from './own-keys.js';
import { wire } from './wire.js';

/** Consents, refreshes and operators' acts that commit at once; with one, hundreds of people who consent together wait for each other's flush. */
const ACTS_LANES = 4;

/** What the broker can do, each by itself: the foundations, and the capabilities that stand on them and never know each other. */
export function capabilitiesWires({ config, masterKey, log }: BrokerParts): Provider[] {
  const { publicUrl } = config;
  return [
    // foundations
    wire(Metrics, []),
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
    wire(DataKeys, [Database, MasterKey]),
    wire(Sealer, [DataKeys]),
    wire(
      KeyRing,
      [Database, MasterKey, DataKeys],
      (database, key, dataKeys) => new KeyRing(database, key, dataKeys, sealedTables),
    ),
    wire(Reseal, [Database, Sealer]),
    wire(ApplicationStore, [Database, Sealer]),
    wire(GrantStore, [Database, Sealer]),
    wire(GrantCounts, [Database]),
    wire(RefreshTroubles, [Database]),
    wire(GrantUpkeep, [Database]),
    wire(RefreshAttempts, [Database, Sealer]),

    // callers
    wire(CallerStore, [Database]),
    wire(Handles, [Database]),
    wire(CallerProofs, [Database]),
    wire(CallerSecrets, [Database]),
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
      SecretUses,
      [Database],
      (database) => new SecretUses(database, (err) => log.warn({ err }, 'uses of callers’ secrets could not be noted')),
    ),
    wire(CallerAuthentication, [Database, ClientAssertions, CallerKnocks, SecretUses]),
    wire(RateBuckets, [Database]),
    wire(PossessionProofs, [Database], (database) => new PossessionProofs(database, publicUrl)),
    wire(CertificateCallers, [CallerAuthentication]),
    wire(Suspensions, [Database]),
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
    wire(AbilityStore, [Database]),

    // operators
    wire(OperatorStore, [Database]),
    wire(OperatorTokens, [Database]),
    wire(OperatorSessions, [Database]),
    wire(OpenIdSignIns, [Database]),

    // audit
    wire(AuditLanes, [Database]),
    wire(AuditLog, [AuditLanes], (lanes) => new AuditLog(lanes, ACTS_LANES)),
    wire(AuditRollups, [Database]),
    wire(HandoutCounts, [Database]),
    wire(AuditReader, [Database]),
    wire(
      AuditKeys,
      [Database, Sealer],
      (database, sealer) => new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)),
    ),
    wire(StoredTrail, [Database, AuditKeys]),
    wire(EraseFromTrail, [Database]),
    wire(ExportTrail, [Database, StoredTrail, AuditKeys]),
    wire(ChainStore, [Database]),
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
    wire(DeliveryLog, [Database]),
    wire(AwaitedReceipts, []),

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
    wire(RegistrationProbes, [DingTalkClient]),
    wire(DingTalkStrategy, [DingTalkClient, ConsentStates], (client, store) => new DingTalkStrategy({ client, store })),
  ];
}

/** Hand-written SQL and TypeORM share one pool, so that one number bounds the connections of a replica. */
function poolOf(source: DataSource): Pool {
  return (source.driver as unknown as { master: Pool }).master;
}

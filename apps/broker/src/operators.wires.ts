import {
  AuditLog,
  AuditReader,
  AuditRollups,
  ChainStore,
  Checkpoints,
  EraseFromTrail,
  ExportTrail,
  HandoutCounts,
} from '@app/audit';
import {
  AbilityStore,
  CallerEntity,
  CallerKnocks,
  CallerProofs,
  CallerSecrets,
  CallerStore,
  PolicyBook,
  SigningKeys,
  Suspensions,
} from '@app/callers';
import { Database } from '@app/database';
import { DingTalkClient, RegistrationProbes } from '@app/dingtalk';
import { OpenIdProvider, OpenIdSignIns, OperatorSessions, OperatorStore, OperatorTokens } from '@app/operators';
import {
  ApplicationEntity,
  ApplicationStore,
  GrantCounts,
  GrantEntity,
  GrantStore,
  GrantUpkeep,
  KeyRing,
  MasterKey,
  RefreshTroubles,
  Reseal,
  Sealer,
} from '@app/vault';
import { DeliveryLog, WebhookStore } from '@app/webhooks';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FreshSignIn } from './access/fresh-sign-in.js';
import { OperatorBrowsers } from './access/operator-browsers.js';
import { Abilities } from './admin/abilities.js';
import { AdminAddress } from './admin/admin-address.js';
import { CheckApplication } from './admin/application-check/check-application.js';
import { ApplicationHealth } from './admin/application-health.js';
import { Applications } from './admin/applications.js';
import { AuditExport } from './admin/audit-export.js';
import { AuditTrail } from './admin/audit-trail.js';
import { AuditVerification } from './admin/audit-verification.work.js';
import { AuditVerifications } from './admin/audit-verifications.js';
import { BulkRevocation } from './admin/bulk-revocation.work.js';
import { BulkRevocations } from './admin/bulk-revocations.js';
import { Callers } from './admin/callers.js';
import { ExplainPolicy } from './admin/explain-policy.js';
import { Grants } from './admin/grants.js';
import { ImportWork } from './admin/imports/import.work.js';
import { ImportGrant } from './admin/imports/import-grant.js';
import { ImportRows } from './admin/imports/import-rows.js';
import { Imports } from './admin/imports/imports.js';
import { Keys } from './admin/keys.js';
import { LongJobs } from './admin/long-jobs.js';
import { Lookup } from './admin/lookup.js';
import { ManageCallerSecrets } from './admin/manage-caller-secrets.js';
import { ManageOperatorTokens } from './admin/manage-operator-tokens.js';
import { ManageOperators } from './admin/manage-operators.js';
import { ManageSessions } from './admin/manage-sessions.js';
import { OPENID_CALLBACK, OpenIdSignIn } from './admin/openid-sign-in.js';
import { Overview } from './admin/overview.js';
import { OverviewSeries } from './admin/overview-series.js';
import { PersonErasure } from './admin/person-erasure.work.js';
import { PersonErasures } from './admin/person-erasures.js';
import { ReachableBy } from './admin/reachable-by.js';
import { ReplayHandouts } from './admin/replay-handouts.js';
import { ResealWork } from './admin/reseal.work.js';
import { RevocationPreviews } from './admin/revocation-previews.js';
import { Revocations } from './admin/revocations.js';
import { Settings } from './admin/settings.js';
import { StartJob } from './admin/start-job.js';
import { SuspensionActs } from './admin/suspension-acts.js';
import { SuspensionEffect } from './admin/suspension-effect.js';
import { WebhookDeliveries } from './admin/webhook-deliveries.js';
import { Webhooks } from './admin/webhooks.js';
import { WholeTokens } from './admin/whole-tokens.js';
import type { BrokerParts } from './broker-parts.js';
import { GrpcServer } from './grpc/grpc-server.js';
import { JobRecords } from './jobs/job-records.js';
import { Jobs } from './jobs/jobs.js';
import { Health } from './operations/health.js';
import { KeyWatch } from './operations/key-watch.js';
import { CompleteConsent } from './procedures/complete-consent.js';
import { ObserveScopes } from './procedures/observe-scopes.js';
import { RevokeGrant } from './procedures/revoke-grant.js';
import { RevokeGrants } from './procedures/revoke-grants.js';
import { VerifyAudit } from './procedures/verify-audit.js';
import { VERSION } from './project.js';
import { settingsOf } from './settings-of.js';
import { wire } from './wire.js';

/** The flows of operators. */
export function operatorsWires(parts: BrokerParts): Provider[] {
  const { config, log, tls } = parts;
  const { publicUrl } = config;
  return [
    // operators
    wire(KeyWatch, [MasterKey, KeyRing], (masterKey, ring) => new KeyWatch(masterKey, ring, log)),
    wire(Health, [Database, SigningKeys, KeyWatch, GrpcServer]),
    wire(StartJob, [JobRecords, Jobs, AuditLog]),
    wire(Keys, [Database, MasterKey, KeyRing, KeyWatch, StartJob, AuditLog]),
    wire(ResealWork, [Database, MasterKey, KeyRing, Reseal, AuditLog]),
    wire(
      Applications,
      [Database, ApplicationStore, AuditLog],
      (database, store, audit) => new Applications(database, store, audit, publicUrl),
    ),
    wire(Abilities, [Database, AbilityStore, ApplicationStore, CallerStore, PolicyBook, AuditLog]),
    wire(WholeTokens, [FreshSignIn]),
    wire(
      CheckApplication,
      [Database, ApplicationStore, RegistrationProbes, GrantUpkeep, AuditLog],
      (database, store, probes, upkeep, audit) =>
        new CheckApplication(database, store, probes, upkeep, audit, publicUrl),
    ),
    wire(ApplicationHealth, [Database, ApplicationStore, GrantCounts, RefreshTroubles, GrantUpkeep]),
    wire(Lookup, [Database]),
    wire(Settings, [], () => new Settings(settingsOf(config, tls))),
    wire(SuspensionEffect, [Database, Suspensions]),
    wire(
      Callers,
      [Database, CallerStore, CallerProofs, DataSource, ApplicationStore, WholeTokens, AuditLog],
      (database, store, proofs, source, applications, wholeTokens, audit) =>
        new Callers(database, store, proofs, source.getRepository(CallerEntity), applications, wholeTokens, audit),
    ),
    wire(
      ManageCallerSecrets,
      [Database, CallerStore, CallerProofs, CallerSecrets, AuditLog],
      (database, callers, proofs, secrets, audit) =>
        new ManageCallerSecrets({ database, callers, proofs, secrets, audit }),
    ),
    wire(
      ExplainPolicy,
      [Database, DataSource, PolicyBook, ApplicationStore, AuditLog],
      (database, source, policies, applications, audit) =>
        new ExplainPolicy(database, source.getRepository(CallerEntity), policies, applications, audit),
    ),
    wire(ReplayHandouts, [Database, PolicyBook, ApplicationStore, AuditLog]),
    wire(
      ReachableBy,
      [Database, DataSource, CallerStore, ApplicationStore, Suspensions, AuditLog],
      (database, source, callers, applications, suspensions, audit) =>
        new ReachableBy(database, source.getRepository(GrantEntity), callers, applications, suspensions, audit),
    ),
    wire(
      Grants,
      [Database, DataSource, GrantStore, CallerStore, HandoutCounts, ObserveScopes, RevokeGrant, AuditLog],
      (database, source, store, callers, counts, observe, revoke, audit) =>
        new Grants(database, source.getRepository(GrantEntity), store, callers, counts, observe, revoke, audit),
    ),
    wire(Revocations, [Database]),
    wire(RevocationPreviews, [Database]),
    wire(
      ManageOperators,
      [Database, OperatorStore, AuditLog],
      (database, store, audit) => new ManageOperators(database, store, audit, config.operatorOidc?.issuer),
    ),
    wire(AdminAddress, [], () => new AdminAddress(publicUrl)),
    wire(
      OpenIdSignIn,
      [OpenIdSignIns, OperatorBrowsers, AdminAddress],
      (signIns, browsers, address) => new OpenIdSignIn(providerOf(parts), signIns, browsers, address, publicUrl),
    ),
    wire(ManageSessions, [Database, OperatorSessions, AuditLog]),
    wire(ManageOperatorTokens, [Database, OperatorStore, OperatorTokens, AuditLog]),
    wire(ImportRows, [Database, Sealer]),
    wire(Imports, [Database, ApplicationStore, ImportRows, JobRecords, StartJob]),
    wire(
      ImportGrant,
      [Database, ImportRows, ApplicationStore, GrantStore, DingTalkClient, CompleteConsent, AuditLog],
      (database, rows, applications, grants, dingtalk, complete, audit) =>
        new ImportGrant({ database, rows, applications, grants, dingtalk, complete, audit, log }),
    ),
    wire(ImportWork, [ImportRows, ImportGrant]),
    wire(
      BulkRevocations,
      [Database, DataSource, CallerStore, RevocationPreviews, StartJob],
      (database, source, callers, previews, startJob) =>
        new BulkRevocations(database, source.getRepository(GrantEntity), callers, previews, startJob),
    ),
    wire(BulkRevocation, [Database, RevokeGrants]),
    wire(AuditExport, [Database, ExportTrail, AuditLog]),
    wire(AuditVerifications, [Database, VerifyAudit, StartJob]),
    wire(PersonErasures, [Database, EraseFromTrail, StartJob]),
    wire(PersonErasure, [Database, RevokeGrants, EraseFromTrail, Checkpoints, AuditLog]),
    wire(AuditVerification, [VerifyAudit]),
    wire(LongJobs, [Database, JobRecords, Jobs, AuditLog]),
    wire(SuspensionActs, [Database, Suspensions, AuditLog]),
    wire(
      Webhooks,
      [Database, WebhookStore, AuditLog],
      (database, store, audit) => new Webhooks(database, store, audit, config.webhookAllowedNetworks),
    ),
    wire(WebhookDeliveries, [Database, WebhookStore, DeliveryLog, Jobs, AuditLog]),
    wire(AuditTrail, [Database, AuditReader, AuditLog]),
    wire(
      Overview,
      [
        DataSource,
        AuditRollups,
        ChainStore,
        GrantCounts,
        RefreshTroubles,
        CallerKnocks,
        WebhookStore,
        GrantUpkeep,
        Health,
      ],
      (source, rollups, chain, grantCounts, troubles, knocks, webhooks, upkeep, health) =>
        new Overview({
          rollups,
          chain,
          grantCounts,
          troubles,
          knocks,
          webhooks,
          applications: source.getRepository(ApplicationEntity),
          callers: source.getRepository(CallerEntity),
          upkeep,
          health,
          hosts: config.dingtalk,
          version: VERSION,
        }),
    ),
    wire(OverviewSeries, [AuditRollups, RefreshTroubles]),
  ];
}

/** Undefined where operators sign in through DingTalk, or with tokens. */
function providerOf({ config, oidcSecret }: BrokerParts): OpenIdProvider | undefined {
  const { operatorOidc, publicUrl } = config;
  if (!operatorOidc || !oidcSecret) return undefined;
  const { issuer, clientId } = operatorOidc;
  return new OpenIdProvider({ issuer, clientId, clientSecret: oidcSecret, redirectUri: publicUrl + OPENID_CALLBACK });
}

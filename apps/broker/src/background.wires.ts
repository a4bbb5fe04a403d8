import {
  AuditLanes,
  AuditLog,
  AuditRollups,
  Checkpoints,
  DeadReplicas,
  HandoutCounts,
  Retention,
  ScopeUses,
} from '@app/audit';
import { CallerKnocks, Handles, RateBuckets, Suspensions } from '@app/callers';
import { Database } from '@app/database';
import { DingTalkClient } from '@app/dingtalk';
import {
  ApplicationStore,
  GrantCounts,
  GrantStore,
  GrantUpkeep,
  KeyRing,
  RefreshTroubles,
  ScopePeople,
} from '@app/vault';
import { AwaitedReceipts, DeliveryLog, WebhookStore } from '@app/webhooks';
import type { Provider } from '@nestjs/common';
import { AuditVerification } from './admin/audit-verification.work.js';
import { BulkRevocation } from './admin/bulk-revocation.work.js';
import { ImportWork } from './admin/imports/import.work.js';
import { PersonErasure } from './admin/person-erasure.work.js';
import { ResealWork } from './admin/reseal.work.js';
import type { BrokerParts } from './broker-parts.js';
import { ApplyEvent } from './events/apply-event.js';
import { ApplyEventTask } from './events/apply-event.task.js';
import { EndGrants } from './events/end-grants.js';
import { EventInbox } from './events/event-inbox.js';
import { EventLedger } from './events/event-ledger.js';
import { ForgetEventsTask } from './events/forget-events.task.js';
import { HealEventsTask } from './events/heal-events.task.js';
import { ReceivePush } from './events/receive-push.js';
import { RefreshNames } from './events/refresh-names.js';
import { StreamedEvents } from './events/streamed-events.js';
import { Tenancies } from './events/tenancies.js';
import { JobRecords } from './jobs/job-records.js';
import { JobRunner } from './jobs/job-runner.js';
import { Jobs } from './jobs/jobs.js';
import { ResumeJobs } from './jobs/resume-jobs.task.js';
import { RunJob } from './jobs/run-job.task.js';
import { Metrics } from './operations/metrics.js';
import { CircuitBreaker } from './procedures/circuit-breaker.js';
import { ObserveScopes } from './procedures/observe-scopes.js';
import { RefreshGrant } from './procedures/refresh-grant.js';
import { RevokeGrants } from './procedures/revoke-grants.js';
import { CloseDeadReplicas } from './upkeep/close-dead-replicas.js';
import { CountGrants } from './upkeep/count-grants.js';
import { CountHandouts } from './upkeep/count-handouts.js';
import { CountScopePeople } from './upkeep/count-scope-people.js';
import { CountScopeUses } from './upkeep/count-scope-uses.js';
import { CountSealed } from './upkeep/count-sealed.js';
import { CutTrail } from './upkeep/cut-trail.js';
import { EndDue } from './upkeep/end-due.js';
import { FinishReceipts } from './upkeep/finish-receipts.js';
import { ForecastExpiry } from './upkeep/forecast-expiry.js';
import { Housekeeping } from './upkeep/housekeeping.js';
import { RefreshDue } from './upkeep/refresh-due.js';
import { RollUpTrail } from './upkeep/roll-up-trail.js';
import { DeliverWebhookTask } from './webhooks/deliver-webhook.task.js';
import { TellWebhooksTask } from './webhooks/tell-webhooks.task.js';
import { wire } from './wire.js';

/** What happens when nobody asks: DingTalk's events, and recurring and long work. */
export function backgroundWires({ config, log }: BrokerParts): Provider[] {
  return [
    // events of DingTalk
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
      StreamedEvents,
      [ApplicationStore, EventInbox],
      (applications, inbox) => new StreamedEvents(applications, inbox, log),
    ),
    wire(EventLedger, [Database, Jobs]),
    wire(EndGrants, [Database, RevokeGrants, EventLedger]),
    wire(RefreshNames, [Database, GrantStore, DingTalkClient, EventLedger]),
    wire(Tenancies, []),
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
    wire(HealEventsTask, [EventLedger]),
    wire(ForgetEventsTask, [EventLedger]),

    // webhooks
    wire(TellWebhooksTask, [Database, WebhookStore, AwaitedReceipts, DeliveryLog, Jobs]),
    wire(
      DeliverWebhookTask,
      [Database, WebhookStore, DeliveryLog, Jobs, AuditLog],
      (database, webhooks, deliveries, jobs, audit) =>
        new DeliverWebhookTask(database, webhooks, deliveries, jobs, audit, config.webhookAllowedNetworks),
    ),

    // tasks
    wire(Jobs, []),
    wire(JobRecords, [Database]),
    wire(
      RunJob,
      [JobRecords, BulkRevocation, AuditVerification, ResealWork, ImportWork, PersonErasure],
      (records, ...works) => new RunJob(records, works, log),
    ),
    wire(ResumeJobs, [Database, JobRecords, Jobs]),
    wire(
      RefreshDue,
      [Database, GrantUpkeep, RefreshGrant, ObserveScopes, CircuitBreaker],
      (database, upkeep, refresh, observe, breaker) => new RefreshDue(database, upkeep, refresh, observe, breaker, log),
    ),
    wire(EndDue, [Database, GrantUpkeep, GrantStore, AuditLog]),
    wire(CloseDeadReplicas, [DeadReplicas, AuditLanes]),
    wire(CountSealed, [KeyRing]),
    wire(CutTrail, [Database, AuditLog, Checkpoints], (database, audit, checkpoints) => {
      const { auditRetention: kept } = config;
      return new CutTrail(kept && new Retention(database, audit, checkpoints, kept), log);
    }),
    wire(FinishReceipts, [RevokeGrants]),
    wire(RollUpTrail, [AuditRollups]),
    wire(CountGrants, [ApplicationStore, GrantCounts]),
    wire(CountHandouts, [HandoutCounts]),
    wire(CountScopeUses, [ScopeUses]),
    wire(CountScopePeople, [ScopePeople]),
    wire(ForecastExpiry, [GrantUpkeep], (upkeep) => new ForecastExpiry(upkeep, log)),
    wire(
      Housekeeping,
      [Database, Handles, RateBuckets, AuditRollups, RefreshTroubles, CallerKnocks, WebhookStore, DeliveryLog],
      (database, handles, rates, ...figures) => new Housekeeping(database, handles, rates, figures),
    ),
    wire(
      JobRunner,
      [
        RefreshDue,
        EndDue,
        FinishReceipts,
        CloseDeadReplicas,
        CutTrail,
        CountSealed,
        CountHandouts,
        CountScopeUses,
        CountScopePeople,
        ForecastExpiry,
        RollUpTrail,
        CountGrants,
        Housekeeping,
        RunJob,
        ResumeJobs,
        ApplyEventTask,
        HealEventsTask,
        ForgetEventsTask,
        TellWebhooksTask,
        DeliverWebhookTask,
      ],
      (refreshDue, ...others) =>
        new JobRunner({ url: config.database.directUrl, tasks: [...refreshDue.tasks(), ...others], log }),
    ),
  ];
}

import { CallerEntity } from '@app/callers';
import { dataSourceOptions } from '@app/database';
import { ApplicationEntity, GrantEntity } from '@app/vault';
import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AbilitiesController } from './admin/abilities.controller.js';
import { AccessReviewsController } from './admin/access-reviews.controller.js';
import { ApplicationsController } from './admin/applications.controller.js';
import { AuditEventsController } from './admin/audit-events.controller.js';
import { AuditVerificationsController } from './admin/audit-verifications.controller.js';
import { BrowserSessionController } from './admin/browser-session.controller.js';
import { CallerHistoryController } from './admin/caller-history.controller.js';
import { CallerSecretsController } from './admin/caller-secrets.controller.js';
import { CallersController } from './admin/callers.controller.js';
import { ConsentRequestsController } from './admin/consent-requests.controller.js';
import { GrantsController } from './admin/grants.controller.js';
import { ImportsController } from './admin/imports/imports.controller.js';
import { JobsController } from './admin/jobs.controller.js';
import { KeysController } from './admin/keys.controller.js';
import { LookupController } from './admin/lookup.controller.js';
import { OpenIdSignInController } from './admin/openid-sign-in.controller.js';
import { OperatorSignInController } from './admin/operator-sign-in.controller.js';
import { OperatorsController } from './admin/operators.controller.js';
import { OverviewController } from './admin/overview.controller.js';
import { PeopleController } from './admin/people.controller.js';
import { PersonErasuresController } from './admin/person-erasures.controller.js';
import { PolicyController } from './admin/policy.controller.js';
import { RevocationsController } from './admin/revocations.controller.js';
import { ScopesController } from './admin/scopes.controller.js';
import { SessionController } from './admin/session.controller.js';
import { SettingsController } from './admin/settings.controller.js';
import { SkillsController } from './admin/skills.controller.js';
import { SuspensionsController } from './admin/suspensions.controller.js';
import { WebhooksController } from './admin/webhooks.controller.js';
import { backgroundWires } from './background.wires.js';
import type { BrokerParts } from './broker-parts.js';
import { callersWires } from './callers.wires.js';
import { capabilitiesWires } from './capabilities.wires.js';
import { ConsentController } from './consent/consent.controller.js';
import { ConsentsController } from './consent/consents.controller.js';
import { InClientController } from './consent/in-client.controller.js';
import { ErrorGuideController } from './error-guide/error-guide.controller.js';
import { EventsController } from './events/events.controller.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { HandoutController } from './handout/handout.controller.js';
import { MeController } from './me/me.controller.js';
import { OauthController } from './oauth/oauth.controller.js';
import { OperationsController } from './operations/operations.controller.js';
import { operatorsWires } from './operators.wires.js';
import { peopleWires } from './people.wires.js';
import { pluginsWires } from './plugins.wires.js';
import { proceduresWires } from './procedures.wires.js';
import { reviewsWires } from './reviews.wires.js';

/** Connections of this replica: two for the hand-out lanes, the rest for everything else. */
const POOL_SIZE = 20;
/** Longer than any statement of a healthy broker; the hand-out statement has a shorter one of its own. */
const STATEMENT_DEADLINE_MS = 30_000;

@Module({})
class BrokerModule {}

/** The composition: what is served, and the wires of every level. Below these files nothing knows Nest's container. */
export function brokerModule(parts: BrokerParts): DynamicModule {
  const { config } = parts;
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
      AbilitiesController,
      CallersController,
      CallerSecretsController,
      CallerHistoryController,
      PolicyController,
      PeopleController,
      ConsentRequestsController,
      PersonErasuresController,
      GrantsController,
      ScopesController,
      AccessReviewsController,
      RevocationsController,
      ImportsController,
      JobsController,
      KeysController,
      SkillsController,
      SuspensionsController,
      WebhooksController,
      AuditEventsController,
      AuditVerificationsController,
      OverviewController,
      LookupController,
      SettingsController,
      OperatorsController,
      OperatorSignInController,
      OpenIdSignInController,
      SessionController,
      BrowserSessionController,
    ],
    providers: [
      ...capabilitiesWires(parts),
      ...proceduresWires(parts),
      ...callersWires(parts),
      ...peopleWires(parts),
      ...operatorsWires(parts),
      ...reviewsWires(),
      ...pluginsWires(parts),
      ...backgroundWires(parts),
    ],
  };
}

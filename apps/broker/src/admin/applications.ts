import type { AuditEventType, AuditLog } from '@app/audit';
import { raisePolicyVersion } from '@app/callers';
import type { ApplicationResponse, ChangeApplicationRequest, RegisterApplicationRequest } from '@app/contract';
import { type Database, DatabaseFailure, type Transaction } from '@app/database';
import { pluginCallbackUrl, scopeCatalogue } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';
import type { Application, ApplicationChange, ApplicationStore } from '@app/vault';
import { type Act, actorOf } from './act.js';

const UNIQUE_VIOLATION = '23505';

/** Registering, changing, suspending and resuming applications. */
export class Applications {
  constructor(
    private readonly database: Database,
    private readonly store: ApplicationStore,
    private readonly audit: AuditLog,
    private readonly publicUrl: string,
  ) {}

  async list(): Promise<ApplicationResponse[]> {
    return (await this.store.all()).map((application) => this.response(application));
  }

  async get(name: string): Promise<ApplicationResponse> {
    return this.response(await this.found(name));
  }

  async register(request: RegisterApplicationRequest, act: Act): Promise<ApplicationResponse> {
    requireIdentityScope(request.scopes);
    return this.commit('application.registered', act, async (tx) => {
      const application = await this.store.add(tx, {
        name: request.name,
        displayName: request.displayName,
        organisationName: request.organisationName,
        clientId: request.clientId,
        kind: request.kind,
        corpId: request.corpId ?? null,
        robotCode: request.robotCode,
        scopes: request.scopes,
        incidentalScopes: request.incidentalScopes ?? [scopeCatalogue.identityScope, ...scopeCatalogue.baseScopes],
        returnUrls: request.returnUrls,
        signIn: request.signIn,
        callsPerSecond: request.callsPerSecond,
        eventStream: request.eventStream,
        clientSecret: Secret.of(request.clientSecret),
        eventToken: secretOrNull(request.eventToken),
        eventAesKey: secretOrNull(request.eventAesKey),
      });
      if (!application) throw taken();
      return application;
    });
  }

  async change(name: string, request: ChangeApplicationRequest, act: Act): Promise<ApplicationResponse> {
    if (request.scopes) requireIdentityScope(request.scopes);
    const { clientSecret, eventToken, eventAesKey, ...settings } = request;
    const change: ApplicationChange = {
      ...settings,
      ...(clientSecret !== undefined && { clientSecret: Secret.of(clientSecret) }),
      ...(eventToken !== undefined && { eventToken: secretOrNull(eventToken) }),
      ...(eventAesKey !== undefined && { eventAesKey: secretOrNull(eventAesKey) }),
    };
    const application = await this.found(name);
    if (change.organisationName && application.kind !== 'internal') throw forInternalOnly();
    const details = { changed: Object.keys(request).sort() };
    const write = (tx: Transaction) => this.store.change(tx, application, change).catch(refuseTwo);
    return this.commit('application.changed', act, write, details);
  }

  /** Nobody can consent and no token leaves until it is resumed. */
  async suspend(name: string, act: Act): Promise<ApplicationResponse> {
    return this.commit('application.suspended', act, (tx) => this.store.suspend(tx, name));
  }

  async resume(name: string, act: Act): Promise<ApplicationResponse> {
    return this.commit('application.resumed', act, (tx) => this.store.resume(tx, name));
  }

  /** The change, the policy version and the record in one commit: the change holds from the next hand-out on every replica. */
  private async commit(
    type: Exclude<Extract<AuditEventType, `application.${string}`>, 'application.checked'>,
    { operator, requestId }: Act,
    work: (tx: Transaction) => Promise<Application | undefined>,
    details?: Record<string, readonly string[]>,
  ): Promise<ApplicationResponse> {
    const application = await this.database.transaction(async (tx) => {
      const changed = await work(tx);
      if (!changed) throw notFound();
      await raisePolicyVersion(tx);
      const actor = actorOf({ operator });
      await this.audit.append(tx, {
        type,
        outcome: 'ok',
        actor,
        requestId,
        application: changed.name,
        corpId: changed.corpId,
        ...(details && { details }),
      });
      return changed;
    });
    return this.response(application);
  }

  private async found(name: string): Promise<Application> {
    const application = await this.store.find(name);
    if (!application) throw notFound();
    return application;
  }

  private response(application: Application): ApplicationResponse {
    return {
      ...application,
      scopes: [...application.scopes],
      returnUrls: [...application.returnUrls],
      incidentalScopes: [...application.incidentalScopes],
      suspendedAt: application.suspendedAt?.toISOString() ?? null,
      createdAt: application.createdAt.toISOString(),
      updatedAt: application.updatedAt.toISOString(),
      consentUrl: `${this.publicUrl}/consent/${application.name}`,
      redirectUri: `${this.publicUrl}/consent/callback`,
      pluginRedirectUri: pluginCallbackUrl,
    };
  }
}

/** Without it nobody can tell whose token it is. */
function requireIdentityScope(scopes: readonly string[]): void {
  if (scopes.includes(scopeCatalogue.identityScope)) return;
  const reason = `must contain ${scopeCatalogue.identityScope}: without it nobody can tell whose token it is`;
  throw BrokerError.invalidRequest([{ pointer: '/scopes', reason }]);
}

function forInternalOnly(): BrokerError {
  return BrokerError.invalidRequest([{ pointer: '/organisationName', reason: 'is for internal applications' }]);
}

function secretOrNull(text: string | null): Secret | null {
  return text === null ? null : Secret.of(text);
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such application.' });
}

/** What may be there only once is one, however two requests came at the same time. */
function refuseTwo(error: unknown): never {
  throw error instanceof DatabaseFailure && error.sqlState === UNIQUE_VIOLATION ? taken() : error;
}

function taken(): BrokerError {
  return new BrokerError('conflict', {
    detail: 'The name or the client id is taken, or another application is the one to sign in with.',
  });
}

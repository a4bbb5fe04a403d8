import type { AuditLog } from '@app/audit';
import {
  type ApplicationCheck,
  type ApplicationCheckOutcome,
  type ApplicationCheckResponse,
  type RegisterApplicationRequest,
} from '@app/contract';
import type { Database } from '@app/database';
import {
  appTokenTargetOf,
  type DingTalkCredentials,
  pluginCallbackUrl,
  type RegistrationProbes,
  scopeCatalogue,
} from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';
import { type Application, type ApplicationStore, type GrantUpkeep, registrationEvidence } from '@app/vault';
import { type Act, actorOf } from '../act.js';
import { eventsSeen } from './events-seen.js';
import type { Finding } from './finding.js';
import { findingWords, questions } from './finding-words.js';
import { type Examined, findingsOf, type Timed } from './findings.js';

type Registration = Pick<
  Application,
  'name' | 'kind' | 'corpId' | 'scopes' | 'incidentalScopes' | 'robotCode' | 'callsPerSecond'
>;

/** Is an application registered at DingTalk as it is here? Asks DingTalk what it can be asked, and says of the rest where to look. */
export class CheckApplication {
  constructor(
    private readonly database: Database,
    private readonly store: ApplicationStore,
    private readonly probes: RegistrationProbes,
    private readonly upkeep: GrantUpkeep,
    private readonly audit: AuditLog,
    private readonly publicUrl: string,
  ) {}

  async registered(name: string, act: Act): Promise<ApplicationCheckResponse> {
    const application = await this.store.find(name);
    const credentials = application && (await this.store.credentials(name));
    if (!application || !credentials) throw new BrokerError('not_found', { detail: 'There is no such application.' });
    const [evidence, events, forecasts, eventKeys] = await Promise.all([
      registrationEvidence(this.database, name),
      eventsSeen(this.database, name),
      this.upkeep.forecasts(),
      this.store.eventKeys(name),
    ]);
    const forecast = forecasts.find((one) => one.application === name);
    return this.conclude(application, act, {
      eventsConfigured: application.eventStream || eventKeys !== undefined,
      registered: { updatedAt: application.updatedAt, evidence, events, forecast },
      ...(await this.ask(application, credentials, application.corpId ?? evidence.corpId)),
    });
  }

  /** Nothing is stored, the secret least of all. */
  async draft(request: RegisterApplicationRequest, act: Act): Promise<ApplicationCheckResponse> {
    const { clientId, clientSecret, eventStream, eventToken, eventAesKey, corpId = null } = request;
    const incidentalScopes = request.incidentalScopes ?? [];
    const credentials = { clientId, clientSecret: Secret.of(clientSecret) };
    return this.conclude({ ...request, corpId, incidentalScopes }, act, {
      eventsConfigured: eventStream || (eventToken !== null && eventAesKey !== null),
      registered: null,
      ...(await this.ask(request, credentials, corpId)),
    });
  }

  private async ask(
    { kind }: Pick<Application, 'kind'>,
    credentials: DingTalkCredentials,
    corpId: string | null,
  ): Promise<Pick<Examined, 'secret' | 'redirect' | 'pluginCallback' | 'memberLookup'>> {
    const target = appTokenTargetOf(kind, corpId);
    const { clientId } = credentials;
    const [secret, redirect, pluginCallback] = await Promise.all([
      timed(() => this.probes.secret(credentials, target)),
      timed(() => this.probes.redirectUri(clientId, this.redirectUri)),
      timed(() => this.probes.redirectUri(clientId, pluginCallbackUrl)),
    ]);
    const accepted = secret.verdict.kind === 'accepted';
    const memberLookup =
      target && accepted ? await timed(() => this.probes.memberLookup(credentials, target)) : undefined;
    return { secret, redirect, pluginCallback, memberLookup };
  }

  private async conclude(
    registration: Registration,
    { operator, requestId }: Act,
    examined: Pick<
      Examined,
      'eventsConfigured' | 'registered' | 'secret' | 'redirect' | 'pluginCallback' | 'memberLookup'
    >,
  ): Promise<ApplicationCheckResponse> {
    const { name, scopes: declared, incidentalScopes, robotCode, callsPerSecond } = registration;
    const findings = findingsOf({
      ...examined,
      declared,
      incidental: [...incidentalScopes, scopeCatalogue.identityScope, ...scopeCatalogue.baseScopes],
      redirectUri: this.redirectUri,
      eventAddress: `${this.publicUrl}/events/dingtalk/${name}`,
      robotCode,
      callsPerSecond,
    });
    const checks = findings.map(checkOf);
    const outcome = worstOf(checks);
    const wrong = findings.filter(({ code }) => ['failed', 'warning'].includes(findingWords[code].outcome));
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'application.checked',
        outcome,
        actor: actorOf({ operator }),
        requestId,
        application: name,
        corpId: registration.corpId,
        details: { registered: examined.registered !== null, findings: wrong.map(({ code }) => code) },
      }),
    );
    return { application: name, checkedAt: new Date().toISOString(), outcome, checks };
  }

  private get redirectUri(): string {
    return `${this.publicUrl}/consent/callback`;
  }
}

async function timed<Verdict>(ask: () => Promise<Verdict>): Promise<Timed<Verdict>> {
  const startedAt = performance.now();
  const verdict = await ask();
  return { verdict, durationMs: Math.round(performance.now() - startedAt) };
}

function checkOf({ name, code, facts = {}, values = [], dingtalkCode, durationMs }: Finding): ApplicationCheck {
  const row = findingWords[code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, fact: string) => String(facts[fact] ?? ''));
  const filled = ({ zh, en }: ApplicationCheck['asked']) => ({ zh: fill(zh), en: fill(en) });
  return {
    name,
    outcome: row.outcome,
    code,
    asked: filled(questions[name]),
    answered: filled(row.answered),
    cure: 'cure' in row ? filled(row.cure) : null,
    values: [...values],
    dingtalkCode: dingtalkCode ?? null,
    durationMs: durationMs ?? null,
  };
}

const byWeight: readonly ApplicationCheckOutcome[] = ['failed', 'warning', 'ok', 'unknown'];

function worstOf(checks: readonly ApplicationCheck[]): ApplicationCheckOutcome {
  return byWeight.find((outcome) => checks.some((check) => check.outcome === outcome)) ?? 'unknown';
}

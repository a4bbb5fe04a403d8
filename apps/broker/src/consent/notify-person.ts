import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import {
  type AppTokenTarget,
  appTokenTargetOf,
  type DingTalkClient,
  type DingTalkCredentials,
  DingTalkFailure,
  type RobotCard,
} from '@app/dingtalk';
import { type ApplicationStore, titleOf } from '@app/vault';
import { consentCard } from './consent-card.js';

/** What became of the message to the person. The consent is open and its link good, whatever it says. */
export type Notified =
  | { readonly state: 'sent' }
  /** DingTalk took it, and the person will not see it. */
  | { readonly state: 'not_delivered'; readonly reason: 'unknown_person' | 'flow_controlled' }
  | { readonly state: 'not_sent'; readonly reason: 'no_robot' }
  | { readonly state: 'not_sent'; readonly reason: 'robot_refused'; readonly dingtalkCode?: string }
  | {
      readonly state: 'not_sent';
      readonly reason: 'sent_recently' | 'temporarily_unavailable';
      readonly retryAfterSeconds: number;
    }
  /** DingTalk did not answer: the person may have it. */
  | { readonly state: 'unknown'; readonly reason: 'no_answer' };

/** An open consent, and whoever is to be told of it. */
export interface OpenedConsent {
  readonly consentId: string;
  readonly consentUrl: string;
  readonly expiresAt: Date;
  readonly callerId: string;
  /** Name of the caller. */
  readonly service: string;
  readonly application: string;
  readonly corpId: string | null;
  readonly userId: string | undefined;
  readonly unionId: string | undefined;
  readonly scopes: readonly string[];
  readonly reason: string | undefined;
  readonly requestId: string;
}

/** A person hears from one caller about one application no more often than that. */
const QUIET_MINUTES = 10;
const RETRY_SECONDS = 5;

/** Requests about the same person take turns, so that two that come at once send one message. */
const turnSql = `select pg_advisory_xact_lock(hashtextextended('consent notice ' || array_to_string($1::text[], ' '), 0))`;

const samePerson = `caller_id = $1 and application = $2 and coalesce(corp_id, '') = $3 and coalesce(user_id, '') = $4
  and coalesce(union_id, '') = $5`;

const quietSql = `
  select ceil(extract(epoch from max(notified_at) + make_interval(mins => $6) - now()))::int as "seconds"
  from consents where ${samePerson} and notified_at > now() - make_interval(mins => $6)`;

const claimSql = 'update consents set notified_at = now() where id = $1';
const releaseSql = 'update consents set notified_at = null where id = $1';

/** Sends a person the link of a consent, by the application's robot. */
export class NotifyPerson {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly dingtalk: DingTalkClient,
    private readonly audit: AuditLog,
  ) {}

  /** Never throws over what DingTalk does: the consent is there, and its link can be passed on in another way. */
  async execute(consent: OpenedConsent): Promise<Notified> {
    const notified = await this.notified(consent);
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'consent.notified',
        outcome: notified.state === 'sent' ? 'ok' : notified.reason,
        actor: `caller:${consent.service}`,
        requestId: consent.requestId,
        corpId: consent.corpId,
        application: consent.application,
        callerId: consent.callerId,
        userId: consent.userId ?? null,
        unionId: consent.unionId ?? null,
        details: { consentId: consent.consentId, by: 'robot', state: notified.state },
      }),
    );
    return notified;
  }

  private async notified(consent: OpenedConsent): Promise<Notified> {
    const application = await this.applications.find(consent.application);
    const target = application && appTokenTargetOf(application.kind, consent.corpId);
    if (!application?.robotCode || !target) return { state: 'not_sent', reason: 'no_robot' };
    const quietSeconds = await this.claim(consent);
    if (quietSeconds !== undefined) {
      return { state: 'not_sent', reason: 'sent_recently', retryAfterSeconds: quietSeconds };
    }
    const card = consentCard({ ...consent, application: titleOf(application) });
    const notified = await this.send(consent, { robotCode: application.robotCode, card }, target).catch(outcomeOf);
    // Whoever certainly got nothing may be written to again at once.
    if (notified.state !== 'sent' && notified.state !== 'unknown') {
      await this.database.query(releaseSql, [consent.consentId]);
    }
    return notified;
  }

  /** Seconds until the person may be written to again; undefined if it is our turn. */
  private async claim({ consentId, ...consent }: OpenedConsent): Promise<number | undefined> {
    const { callerId, application, corpId, userId = '', unionId = '' } = consent;
    const person = [callerId, application, corpId ?? '', userId, unionId];
    return this.database.transaction(async (tx) => {
      await tx.query(turnSql, [person]);
      const [quiet] = await tx.query<{ seconds: number | null }>(quietSql, [...person, QUIET_MINUTES]);
      if (quiet?.seconds != null) return Math.max(1, quiet.seconds);
      await tx.query(claimSql, [consentId]);
      return undefined;
    });
  }

  private async send(
    consent: OpenedConsent,
    message: { readonly robotCode: string; readonly card: RobotCard },
    target: AppTokenTarget,
  ): Promise<Notified> {
    const credentials = await this.applications.credentials(consent.application);
    if (!credentials) return { state: 'not_sent', reason: 'no_robot' };
    const userId = consent.userId ?? (await this.userIdOf(credentials, target, consent.unionId ?? ''));
    if (userId === undefined) return { state: 'not_delivered', reason: 'unknown_person' };
    const delivery = await this.dingtalk.sendRobotCard(credentials, target, { ...message, userId });
    return delivery === 'delivered' ? { state: 'sent' } : { state: 'not_delivered', reason: delivery };
  }

  /** A robot writes to people by the id they have in the organisation. */
  private async userIdOf(
    credentials: DingTalkCredentials,
    target: AppTokenTarget,
    unionId: string,
  ): Promise<string | undefined> {
    const membership = await this.dingtalk.memberOf(credentials, target, unionId);
    return membership.kind === 'member' ? membership.userId : undefined;
  }
}

function outcomeOf(failure: unknown): Notified {
  if (!(failure instanceof DingTalkFailure)) throw failure;
  const { operation, remedy, fate, code, retryAfterSeconds = RETRY_SECONDS } = failure;
  if (remedy !== 'transient') {
    return { state: 'not_sent', reason: 'robot_refused', ...(code !== undefined && { dingtalkCode: code }) };
  }
  // What failed before the message was on its way has sent nothing.
  if (operation === 'robot.send' && fate === 'in_doubt') return { state: 'unknown', reason: 'no_answer' };
  return { state: 'not_sent', reason: 'temporarily_unavailable', retryAfterSeconds };
}

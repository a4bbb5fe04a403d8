import type { AuditAct, AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import { type ConsentReturn, DingTalkFailure, dingtalkErrors, type InClientReturn } from '@app/dingtalk';
import type { ApplicationStore } from '@app/vault';
import type { Logger } from 'pino';
import type { CompleteConsent, ConsentOutcome } from '../procedures/complete-consent.js';
import type { ConsentResult } from './consent-result.js';
import type { ConsentStates, ConsentUnderWay } from './consent-states.js';
import type { Consent, Consents } from './consents.js';
import { pageOfFailure, pageOfObstacle } from './page-of-failure.js';
import type { ConsentPageCode } from './pages/consent-page.model.js';

/** A code of another kind looks the same, and DingTalk refuses it as if it had never been. */
const ONLY_OPEN_AUTH =
  'Is the code from openAuth? Those of silent login (requestAuthCode, getAuthCode) say who somebody is and are not exchanged for a token.';

/** The ways of coming back that belong to a state of this browser. */
export type Returned = Extract<ConsentReturn, { kind: 'authorised' | 'refused' | 'failed' }>;
/** The same from inside the client. */
export type InClientReturned = Returned | Extract<InClientReturn, { kind: 'unanswered' }>;

/** What happens when a person comes back from DingTalk with a good state: exactly one result, kept with the state. */
export class FinishConsent {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly consents: Consents,
    private readonly states: ConsentStates,
    private readonly completeConsent: CompleteConsent,
    private readonly audit: AuditLog,
    private readonly log: Logger,
  ) {}

  async execute(returned: InClientReturned, reference: string, requestId: string): Promise<ConsentResult> {
    const underWay = returned.appState as ConsentUnderWay;
    const consent = underWay.consentId === null ? undefined : await this.consents.find(underWay.consentId);
    const ending = await this.endingOf(returned, underWay, consent, requestId).catch((err: unknown) => {
      // Kept like any other ending: the state is spent, and a reload must not claim that the step was done.
      this.log.error({ requestId, reference, application: underWay.application, err }, 'consent ended unexpectedly');
      return { code: 'internal_error' } as const;
    });
    const result: ConsentResult = {
      ...ending,
      reference,
      application: underWay.application,
      ...(underWay.returnUrl !== null && { returnUrl: underWay.returnUrl }),
      ...(consent && { consentId: consent.id }),
      ...(consent?.service && { service: consent.service }),
      ...(consent?.reason && { reason: consent.reason }),
      ...(underWay.channel === 'in_client' && { inClient: true }),
    };
    await this.states.keepResult(underWay, result);
    this.log.info({ requestId, reference, code: result.code, application: underWay.application }, 'consent ended');
    return result;
  }

  private async endingOf(
    returned: InClientReturned,
    underWay: ConsentUnderWay,
    consent: Consent | undefined,
    requestId: string,
  ): Promise<Omit<ConsentResult, 'reference' | 'application'>> {
    switch (returned.kind) {
      case 'refused':
        await this.record({ type: 'consent.rejected', outcome: 'consent_rejected' }, underWay, requestId, consent?.id);
        return { code: 'consent_rejected' };
      case 'failed':
        return this.failed(returned.failure, underWay, requestId);
      case 'unanswered':
        return this.unanswered(returned, underWay, requestId);
      case 'authorised':
        try {
          return await this.authorised(returned, underWay, consent, requestId);
        } catch (cause) {
          if (!(cause instanceof DingTalkFailure)) throw cause;
          return { ...(await this.failed(cause, underWay, requestId)), signedInAs: returned.person.nick };
        }
    }
  }

  private async authorised(
    { tokens, person }: Extract<Returned, { kind: 'authorised' }>,
    underWay: ConsentUnderWay,
    consent: Consent | undefined,
    requestId: string,
  ) {
    const application = await this.applications.find(underWay.application);
    if (!application) throw new Error(`Application ${underWay.application} is gone`);
    if (application.suspendedAt) {
      await this.record({ type: 'consent.failed', outcome: 'application_suspended' }, underWay, requestId);
      return { code: 'application_suspended' } as const;
    }
    const outcome = await this.completeConsent.execute(
      {
        application,
        channel: underWay.channel,
        tokens,
        person,
        obtainedAt: underWay.takenBackAt,
        expected: {
          ...(consent?.corpId && { corpId: consent.corpId }),
          ...(consent?.userId && { userId: consent.userId }),
          ...(consent?.unionId && { unionId: consent.unionId }),
        },
        askedScopes: underWay.askedScopes ?? application.scopes,
        endsAt: consent?.endsAt ?? null,
        once: consent?.once ?? false,
        requestId,
      },
      async (tx, { grantId }) => {
        if (consent) await this.consents.granted(tx, consent.id, grantId);
      },
    );
    const code = codeOf(outcome);
    if (outcome.kind !== 'granted') {
      await this.record({ type: 'consent.failed', outcome: code, unionId: person.unionId }, underWay, requestId);
      return { code, signedInAs: person.nick };
    }
    const { corpId, scopes } = outcome.grant;
    const wanted = underWay.askedScopes ?? (consent?.scopes.length ? consent.scopes : application.scopes);
    return {
      code,
      corpId,
      signedInAs: person.nick,
      grantedScopes: scopes,
      missingScopes: wanted.filter((scope) => !scopes.includes(scope)),
      ...(consent?.endsAt && { endsAt: consent.endsAt.toISOString() }),
      ...(consent?.once && { once: true }),
      ...((await this.applications.forSignIn()) && { signInOffered: true }),
    };
  }

  private async failed(failure: DingTalkFailure, underWay: ConsentUnderWay, requestId: string) {
    const code = pageOfFailure(failure, underWay.channel);
    const details = {
      operation: failure.operation,
      code: failure.code ?? null,
      dingtalkRequestId: failure.requestId ?? null,
    };
    this.log.warn(
      {
        requestId,
        application: underWay.application,
        ...details,
        reason: failure.message,
        ...(code === 'in_client_code_refused' && { hint: ONLY_OPEN_AUTH }),
      },
      'consent failed',
    );
    await this.record({ type: 'consent.failed', outcome: code, details }, underWay, requestId);
    return { code, ...(code === 'in_client_code_refused' && withDingTalkCode(failure.code)) };
  }

  private async unanswered(
    { obstacle, errorCode }: Extract<InClientReturned, { kind: 'unanswered' }>,
    underWay: ConsentUnderWay,
    requestId: string,
  ) {
    const code = pageOfObstacle[obstacle];
    const details = { obstacle, code: errorCode ?? null };
    this.log.warn({ requestId, application: underWay.application, ...details }, 'openAuth brought no answer');
    await this.record({ type: 'consent.failed', outcome: code, details }, underWay, requestId);
    return { code, ...withDingTalkCode(errorCode) };
  }

  private async record(
    act: Pick<AuditAct, 'type' | 'outcome' | 'unionId' | 'details'>,
    { application }: ConsentUnderWay,
    requestId: string,
    rejectedConsentId?: string,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (rejectedConsentId !== undefined) await this.consents.rejected(tx, rejectedConsentId);
      const actor = act.unionId ? `person:${act.unionId}` : 'person:unknown';
      await this.audit.append(tx, { ...act, actor, requestId, application });
    });
  }
}

/** Only codes that can be explained are shown. */
function withDingTalkCode(code: string | undefined): { dingtalkCode?: string } {
  return code !== undefined && dingtalkErrors.find(code) ? { dingtalkCode: code } : {};
}

function codeOf(outcome: ConsentOutcome): ConsentPageCode {
  switch (outcome.kind) {
    case 'granted':
      return 'granted';
    case 'other_person':
      return 'consent_other_person';
    case 'not_a_member':
      return 'consent_not_member';
    case 'suspended':
      return 'application_suspended';
  }
}

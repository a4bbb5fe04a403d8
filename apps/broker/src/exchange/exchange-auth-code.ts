import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLog } from '@app/audit';
import { mayBringCodes, type PolicyBook, type PolicyPage } from '@app/callers';
import type { Database } from '@app/database';
import {
  type DingTalkClient,
  DingTalkFailure,
  type DingTalkPerson,
  scopeCatalogue,
  type UserTokens,
} from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { Application, ApplicationStore, GrantStore } from '@app/vault';
import type { Logger } from 'pino';
import type { CompleteConsent } from '../procedures/complete-consent.js';
import type { ConsentLinks } from '../procedures/consent-links.js';
import type { CodeClaims, CodeEnding, CodeKey } from './code-claims.js';
import { forbidden, invalidCode, refusalOfCode } from './code-refusal.js';
import type { ExchangeAsked } from './exchange-asked.js';

/** While another request with the same code is under way. */
const LOOK_AGAIN_MS = 250;
const RETRY_SECONDS = 2;
/** An application whose registration at DingTalk is wrong is mended by somebody, not by asking again soon. */
const MISCONFIGURED_RETRY_SECONDS = 60;

interface ExchangeParts {
  readonly database: Database;
  readonly policies: PolicyBook;
  readonly applications: ApplicationStore;
  readonly grants: GrantStore;
  readonly claims: CodeClaims;
  readonly dingtalk: DingTalkClient;
  readonly complete: CompleteConsent;
  readonly links: ConsentLinks;
  readonly audit: AuditLog;
  readonly log: Logger;
}

interface BroughtGrant {
  readonly corpId: string;
  readonly grantId: string;
}

/** A code that a service obtained inside DingTalk becomes a grant, exactly as one that a browser brings. */
export class ExchangeAuthCode {
  constructor(private readonly parts: ExchangeParts) {}

  /** The grant; the same one for the same request sent again within minutes. Throws `BrokerError`. */
  async execute(asked: ExchangeAsked): Promise<BroughtGrant> {
    const patienceUntil = performance.now() + asked.patienceSeconds * 1_000;
    // 1. May this caller bring codes of this application? Before anything else is looked at.
    const page = await this.policyOf(asked);
    const application = await this.parts.applications.find(asked.application);
    if (!application) throw forbidden('may_bring_codes');
    if (application.suspendedAt) return this.forbid(asked, page, 'suspended');
    // 2. Has this code been here before? It works once at DingTalk.
    const key = await this.keyOf(asked);
    const requestHash = hashOf([asked.channel, asked.expected.corpId, asked.expected.userId, asked.expected.unionId]);
    for (;;) {
      const claim = await this.parts.claims.claim(key, requestHash);
      switch (claim.kind) {
        // 3. Exchange it, see whose it is, store: one grant, or nothing.
        case 'ours':
          return this.exchanged(asked, page, application, key, claim.id);
        case 'ended':
          if (claim.grant) return claim.grant;
          if (claim.ending === 'granted') throw new Error('A code was granted without a grant');
          throw refusalOfCode(claim.ending, asked, this.consentUrl(asked));
        case 'differs':
          throw invalidCode('came before with another channel or expectation. Get a new one');
        case 'under_way':
          if (performance.now() + LOOK_AGAIN_MS > patienceUntil) {
            throw BrokerError.temporarilyUnavailable(RETRY_SECONDS, 'another request with the same code is under way');
          }
          await pause(LOOK_AGAIN_MS);
      }
    }
  }

  /** Not from memory: no statement checks this judgement's version afterwards. */
  private async policyOf(asked: ExchangeAsked): Promise<PolicyPage> {
    const page = await this.parts.policies.reload(asked.callerId);
    if (!page) throw new BrokerError('unauthenticated', { detail: 'The caller of this access token is not known.' });
    if (page.caller.disabledAt) return this.forbid(asked, page, 'suspended');
    if (!mayBringCodes(page.caller, asked.application, timeOf(page)))
      return this.forbid(asked, page, 'may_bring_codes');
    return page;
  }

  private async exchanged(
    asked: ExchangeAsked,
    page: PolicyPage,
    application: Application,
    key: CodeKey,
    claimId: string,
  ): Promise<BroughtGrant> {
    try {
      const returned = await this.returned(asked, application);
      const outcome = await this.parts.complete.execute(
        {
          application,
          channel: asked.channel,
          ...returned,
          expected: asked.expected,
          // Which scopes the person was asked for is known to whoever asked; nothing is assumed until DingTalk tells.
          askedScopes: [scopeCatalogue.identityScope],
          endsAt: null,
          once: false,
          requestId: asked.requestId,
          broughtBy: page.caller.id,
          admit: async (owner) => {
            const now = await this.policyOf(asked);
            if (!mayBringCodes(now.caller, application.name, timeOf(now), owner)) throw new OutOfReach(owner.unionId);
          },
        },
        (tx, { corpId, grantId }) => this.parts.claims.granted(tx, key, claimId, corpId, grantId),
      );
      if (outcome.kind === 'granted') return outcome.grant;
      return await this.refuse(asked, page, key, claimId, outcome.kind, returned.person.unionId);
    } catch (cause) {
      if (cause instanceof DingTalkFailure) return this.failed(cause, asked, page, key, claimId);
      if (cause instanceof OutOfReach) return this.refuse(asked, page, key, claimId, 'people', cause.unionId);
      // Refused codes have their ending by now, and keep it.
      await this.parts.claims.release(key, claimId);
      throw cause;
    }
  }

  private async returned(
    { application, code }: ExchangeAsked,
    { clientId }: Application,
  ): Promise<{ tokens: UserTokens; person: DingTalkPerson; obtainedAt: Date }> {
    const credentials = await this.parts.applications.credentials(application);
    if (!credentials) throw new Error(`Application ${application} is gone`);
    const obtainedAt = await this.parts.grants.now();
    const tokens = await this.parts.dingtalk.exchangeCode(credentials, code);
    return { tokens, person: await this.parts.dingtalk.person(clientId, tokens.accessToken), obtainedAt };
  }

  private async failed(
    failure: DingTalkFailure,
    asked: ExchangeAsked,
    page: PolicyPage,
    key: CodeKey,
    claimId: string,
  ): Promise<never> {
    const { operation, remedy, code, requestId: dingtalkRequestId } = failure;
    const { requestId, application } = asked;
    this.parts.log.warn(
      { requestId, application, operation, code, dingtalkRequestId, reason: failure.message },
      'a code failed',
    );
    if (remedy === 'ask_the_person' && operation === 'oauth2.exchange') {
      return this.refuse(asked, page, key, claimId, 'code_refused');
    }
    if (remedy === 'ask_the_person' && operation === 'contact.users') {
      return this.refuse(asked, page, key, claimId, 'identity_unavailable');
    }
    await this.parts.claims.release(key, claimId);
    await this.record(asked, page, remedy === 'transient' ? 'dingtalk_unavailable' : 'application_misconfigured');
    const seconds = remedy === 'transient' ? (failure.retryAfterSeconds ?? RETRY_SECONDS) : MISCONFIGURED_RETRY_SECONDS;
    throw BrokerError.temporarilyUnavailable(seconds, failure.message, failure);
  }

  private async refuse(
    asked: ExchangeAsked,
    page: PolicyPage,
    key: CodeKey,
    claimId: string,
    ending: Exclude<CodeEnding, 'granted'>,
    unionId?: string,
  ): Promise<never> {
    await this.parts.database.transaction(async (tx) => {
      await this.parts.claims.refused(tx, key, claimId, ending);
      await this.parts.audit.append(tx, { ...failedRecord(asked, page, ending), unionId: unionId ?? null });
    });
    throw refusalOfCode(ending, asked, this.consentUrl(asked));
  }

  private async forbid(asked: ExchangeAsked, page: PolicyPage, rule: 'may_bring_codes' | 'suspended'): Promise<never> {
    await this.record(asked, page, 'forbidden_by_policy', rule);
    throw forbidden(rule);
  }

  private async record(asked: ExchangeAsked, page: PolicyPage, outcome: string, rule?: string): Promise<void> {
    await this.parts.database.transaction((tx) =>
      this.parts.audit.append(tx, failedRecord(asked, page, outcome, rule)),
    );
  }

  private async keyOf({ callerId, application, code }: ExchangeAsked): Promise<CodeKey> {
    return { callerId, application, codeHash: await this.parts.applications.fingerprint(application, code) };
  }

  private consentUrl({ application }: ExchangeAsked): string {
    return this.parts.links.openTo(application);
  }
}

/** The code is good, and of a person that no entitlement of its bringer reaches. */
class OutOfReach extends Error {
  constructor(readonly unionId: string) {
    super('The code is of somebody out of reach of its bringer');
  }
}

function failedRecord(
  { application, channel, callerId, requestId }: ExchangeAsked,
  page: PolicyPage,
  outcome: string,
  rule?: string,
) {
  return {
    type: 'consent.failed',
    outcome,
    actor: `caller:${page.caller.name}`,
    requestId,
    callerId,
    application,
    details: { channel, ...(rule !== undefined && { rule }) },
  } as const;
}

function timeOf({ clockBehindMs }: PolicyPage): Date {
  return new Date(Date.now() + clockBehindMs);
}

function hashOf(parts: readonly (string | undefined)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

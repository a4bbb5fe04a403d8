import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLog } from '@app/audit';
import { isSuspendedIn, type PersonIn, type Suspensions } from '@app/callers';
import type { Database, Transaction } from '@app/database';
import {
  type DingTalkClient,
  DingTalkFailure,
  type DingTalkPerson,
  scopeCatalogue,
  type UserTokens,
} from '@app/dingtalk';
import {
  type Application,
  type ApplicationStore,
  type ConsentedTokens,
  type GrantChannel,
  type GrantStore,
  NO_ORGANISATION,
} from '@app/vault';
import type { Logger } from 'pino';

/** What a person came back with, whichever of the ways the code took. */
export interface ConsentReturned {
  readonly application: Application;
  readonly channel: GrantChannel;
  /** Without a refresh token where an AI plugin brought them. */
  readonly tokens: Omit<UserTokens, 'refreshToken'> & { readonly refreshToken: UserTokens['refreshToken'] | null };
  readonly person: DingTalkPerson;
  /** Database time at which DingTalk was asked for the tokens. */
  readonly obtainedAt: Date;
  readonly expected: { readonly corpId?: string; readonly userId?: string; readonly unionId?: string };
  readonly askedScopes: readonly string[];
  /** When the grant ends by itself; null: it does not. */
  readonly endsAt: Date | null;
  /** The grant ends with its first hand-out. */
  readonly once: boolean;
  readonly requestId: string;
  /** The caller that brought the code, if none of the broker's own pages did. */
  readonly broughtBy?: string;
  /** Whoever brought what the person had consented to elsewhere, as in audit records; otherwise the person. */
  readonly importedBy?: string;
  /** How long it may take until DingTalk's records show the consent; 10000. */
  readonly observeForMs?: number;
  /** Asked last, once it is known whose grant it would be. Throws to keep it out. */
  readonly admit?: (owner: PersonIn) => Promise<void>;
}

export interface ConsentedGrant {
  readonly grantId: string;
  readonly corpId: string;
  readonly scopes: readonly string[];
  readonly observed: boolean;
  /** It lived before, and has other tokens now. */
  readonly replaced: boolean;
}

export type ConsentOutcome =
  | { readonly kind: 'granted'; readonly grant: ConsentedGrant }
  | { readonly kind: 'other_person' }
  | { readonly kind: 'not_a_member' }
  | { readonly kind: 'suspended' };

/** DingTalk needs a moment until a new consent shows in its records. */
const OBSERVE_FOR_MS = 10_000;
const OBSERVE_EVERY_MS = 500;
/** A grant can move between sealing and storing only if the same person consents twice at once; so few tries are plenty. */
const STORE_ATTEMPTS = 5;

/** From a person's tokens to a stored grant; design, "Consent". Nothing is stored unless every check passed. */
export class CompleteConsent {
  private readonly closing = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly applications: ApplicationStore,
    private readonly suspensions: Suspensions,
    private readonly dingtalk: DingTalkClient,
    private readonly audit: AuditLog,
    private readonly log: Logger,
  ) {}

  /**
   * `alongside` runs in the transaction that stores the grant, and may throw to keep it from being stored. Throws `DingTalkFailure`, and
   * `BetterGrant` for tokens that cannot be refreshed.
   */
  async execute(
    returned: ConsentReturned,
    alongside: (tx: Transaction, grant: ConsentedGrant) => Promise<void>,
  ): Promise<ConsentOutcome> {
    const { expected, person } = returned;
    // 1. Is it the person this consent was meant for?
    if (expected.unionId !== undefined && expected.unionId !== person.unionId) return { kind: 'other_person' };
    // 2. In which organisation, and are they a member of it?
    const corpId = this.organisationOf(returned);
    if (corpId === undefined) return { kind: 'not_a_member' };
    if (isSuspendedIn(await this.suspensions.all(), returned.application.name, corpId)) return { kind: 'suspended' };
    const userId = await this.userIdIn(corpId, returned);
    if (userId === undefined) return { kind: 'not_a_member' };
    if (expected.userId !== undefined && expected.userId !== userId) return { kind: 'other_person' };
    // 3. What did they really grant?
    const observed = await this.observe(returned);
    await returned.admit?.({ corpId, unionId: person.unionId, userId });
    // 4. Seal, store, record: one commit.
    return { kind: 'granted', grant: await this.store(returned, corpId, userId, observed, alongside) };
  }

  /** The broker is closing: consents under way are stored with what is known now, rather than cut off with their code spent. */
  hurry(): void {
    this.closing.abort();
  }

  /** Undefined if DingTalk says another organisation than the one that was meant. */
  private organisationOf({ application, tokens, expected }: ConsentReturned): string | undefined {
    if (application.kind === 'personal') return NO_ORGANISATION;
    const corpId = tokens.corpId ?? application.corpId ?? undefined;
    const meant = expected.corpId ?? application.corpId ?? corpId;
    return corpId === meant ? corpId : undefined;
  }

  /** Null where there is no organisation to be a member of; undefined if the person is not a member. */
  private async userIdIn(corpId: string, { application, person }: ConsentReturned): Promise<string | null | undefined> {
    if (corpId === NO_ORGANISATION) return null;
    const credentials = await this.applications.credentials(application.name);
    if (!credentials) throw new Error(`Application ${application.name} is gone`);
    const target = application.kind === 'isv' ? ({ kind: 'isv', corpId } as const) : ({ kind: 'internal' } as const);
    const membership = await this.dingtalk.memberOf(credentials, target, person.unionId);
    // An external contact has a userId in the organisation and is no member of it.
    return membership.kind === 'member' && membership.contactType === 'employee' ? membership.userId : undefined;
  }

  /** Undefined if DingTalk does not tell in time; the grant is then stored with what was asked for, and not handed out raw. */
  private async observe({
    application,
    tokens,
    requestId,
    observeForMs = OBSERVE_FOR_MS,
  }: ConsentReturned): Promise<readonly string[] | undefined> {
    const until = performance.now() + observeForMs;
    for (;;) {
      try {
        const scopes = await this.dingtalk.grantedScopes(application.clientId, tokens.accessToken);
        if (scopes.includes(scopeCatalogue.identityScope)) return scopes;
      } catch (cause) {
        if (!(cause instanceof DingTalkFailure)) throw cause;
        this.log.warn({ requestId, code: cause.code, remedy: cause.remedy }, 'the granted scopes could not be read');
      }
      if (performance.now() + OBSERVE_EVERY_MS > until || this.closing.signal.aborted) return undefined;
      await pause(OBSERVE_EVERY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }

  private async store(
    returned: ConsentReturned,
    corpId: string,
    userId: string | null,
    observed: readonly string[] | undefined,
    alongside: (tx: Transaction, grant: ConsentedGrant) => Promise<void>,
  ): Promise<ConsentedGrant> {
    const { application, person, tokens } = returned;
    const consented: ConsentedTokens = {
      corpId,
      application: application.name,
      unionId: person.unionId,
      userId,
      openId: person.openId ?? null,
      name: person.nick,
      channel: returned.channel,
      scopes: observed ?? assumedScopes(returned),
      observed: observed !== undefined,
      obtainedAt: returned.obtainedAt,
      accessToken: tokens.accessToken,
      expireInSeconds: tokens.expireInSeconds,
      refreshToken: tokens.refreshToken,
      endsAt: returned.endsAt,
      once: returned.once,
    };
    for (let attempt = 1; attempt <= STORE_ATTEMPTS; attempt += 1) {
      const sealed = await this.grants.sealConsent(consented);
      const { scopes, observed: isObserved } = consented;
      const replaced = sealed.tokenVersion > 1;
      const grant = { grantId: sealed.grantId, corpId, scopes, observed: isObserved, replaced };
      const stored = await this.database.transaction(async (tx) => {
        if (!(await this.grants.storeConsent(tx, sealed))) return false;
        await alongside(tx, grant);
        await this.audit.append(tx, {
          type: 'consent.granted',
          outcome: 'ok',
          actor: returned.importedBy ?? `person:${person.unionId}`,
          requestId: returned.requestId,
          callerId: returned.broughtBy ?? null,
          corpId,
          grantId: sealed.grantId,
          application: application.name,
          userId,
          unionId: person.unionId,
          scopes: consented.scopes,
          tokenVersion: sealed.tokenVersion,
          details: {
            channel: returned.channel,
            observed: consented.observed,
            ...(returned.endsAt && { endsAt: returned.endsAt.toISOString() }),
            ...(returned.once && { once: true }),
          },
        });
        return true;
      });
      if (stored) return grant;
    }
    throw new Error(`The grant moved ${STORE_ATTEMPTS} times while its tokens were being sealed`);
  }
}

/** What was asked, as far as the application declares it, with the identity scope that was used to get here. */
function assumedScopes({ application, askedScopes }: ConsentReturned): string[] {
  const asked = askedScopes.length > 0 ? askedScopes : application.scopes;
  const declared = asked.filter((scope) => application.scopes.includes(scope));
  return [...new Set([scopeCatalogue.identityScope, ...declared])].sort();
}

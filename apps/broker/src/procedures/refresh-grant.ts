import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type CallPermit, type CallUrgency, type DingTalkClient, DingTalkFailure } from '@app/dingtalk';
import {
  type ApplicationStore,
  LEASE_SECONDS,
  type RefreshAttempt,
  type RefreshAttempts,
  type RefreshableGrant,
  SealError,
} from '@app/vault';
import type { Logger } from 'pino';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { GrantNews } from './grant-news.js';
import type { RecordRefresh } from './record-refresh.js';
import { kept, RETRY_MS, type RefreshOutcome, replaced } from './refresh-outcome.js';

export interface Wanted {
  readonly corpId: string;
  readonly grantId: string;
  /** The token version that was found stale: any later one is what is wanted, whoever obtained it and when. */
  readonly staleVersion: number;
  readonly requestId: string;
  readonly urgency: CallUrgency;
}

export interface RefreshGrantParts {
  readonly attempts: RefreshAttempts;
  readonly applications: ApplicationStore;
  readonly dingtalk: DingTalkClient;
  readonly record: RecordRefresh;
  readonly news: GrantNews;
  readonly breaker: CircuitBreaker;
  readonly log: Logger;
}

const RENEW_EVERY_MS = (LEASE_SECONDS * 1_000) / 3;
/** How long a waiter relies on being told that another replica has finished, before it looks. */
const LOOK_EVERY_MS = 500;

/**
 * Refreshes a grant's tokens at most once across all replicas; design, "The refresh protocol". Callers of this process that want the
 * same grant share one attempt; other replicas are kept out by the lease, and their outcome is waited for.
 */
export class RefreshGrant {
  private readonly running = new Map<string, Promise<RefreshOutcome>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly parts: RefreshGrantParts,
    private readonly now: () => number = () => performance.now(),
  ) {
    // Everybody who waits for a permit listens to it.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Undefined if it takes longer than `waitMs`; the refresh itself goes on. */
  async execute(wanted: Wanted, waitMs: number): Promise<RefreshOutcome | undefined> {
    const key = `${wanted.corpId}/${wanted.grantId}`;
    const running = this.running.get(key) ?? this.start(key, wanted);
    const patience = new AbortController();
    try {
      return await Promise.race([running, pause(waitMs, undefined, { signal: patience.signal, ref: false })]);
    } finally {
      patience.abort();
    }
  }

  /** Begins nothing new, and resolves when no attempt of this process is running any more: no answer of DingTalk is lost. */
  async settled(): Promise<void> {
    this.stopping.abort(new Error('the broker is stopping'));
    await Promise.allSettled(this.running.values());
  }

  private start(key: string, wanted: Wanted): Promise<RefreshOutcome> {
    const running = this.untilDecided(wanted).finally(() => this.running.delete(key));
    this.running.set(key, running);
    // Whoever gave up waiting no longer listens; a failure is then already logged where it happened.
    running.catch(() => undefined);
    return running;
  }

  private async untilDecided(wanted: Wanted): Promise<RefreshOutcome> {
    const { attempts, news } = this.parts;
    while (!this.stopping.signal.aborted) {
      const standing = await attempts.look(wanted.corpId, wanted.grantId, wanted.staleVersion);
      switch (standing.kind) {
        case 'fresh':
          return replaced;
        case 'unrefreshable':
          return kept();
        case 'backing_off':
          return kept(standing.retryInMs);
        case 'leased':
          await news.next(wanted.grantId, LOOK_EVERY_MS);
          break;
        case 'ready': {
          const outcome = await this.attemptIfAllowed(standing.grant, wanted);
          if (outcome) return outcome;
        }
      }
    }
    return kept(RETRY_MS);
  }

  /** Undefined if somebody else was faster: look again. */
  private async attemptIfAllowed(grant: RefreshableGrant, wanted: Wanted): Promise<RefreshOutcome | undefined> {
    const { breaker } = this.parts;
    const waitMs = breaker.enter(grant.application);
    if (waitMs > 0) return kept(waitMs);
    let asked = false;
    try {
      const credentials = await this.credentialsOf(grant);
      if (!credentials) return kept(RETRY_MS);
      const permit = await this.permitFor(credentials.clientId, wanted.urgency);
      if (!permit) return kept(RETRY_MS);
      const attempt = await this.take(grant, permit);
      if (attempt === 'unopenable') return kept();
      if (!attempt) return undefined;
      asked = true;
      return await this.attempt(attempt, credentials, permit, wanted.requestId);
    } finally {
      if (!asked) breaker.notAsked(grant.application);
    }
  }

  /** Undefined if the application's secret cannot be had: no call is made, so nothing is in doubt. */
  private async credentialsOf({ application, grantId }: RefreshableGrant) {
    try {
      const credentials = await this.parts.applications.credentials(application);
      if (credentials) return credentials;
      throw new Error(`Application ${application} is gone`);
    } catch (cause) {
      this.parts.log.error({ grantId, application, err: cause }, 'refresh not tried');
      return undefined;
    }
  }

  private async permitFor(clientId: string, urgency: CallUrgency): Promise<CallPermit | undefined> {
    return this.parts.dingtalk.permitToRefresh(clientId, urgency, this.stopping.signal).catch(() => undefined);
  }

  /** A refresh token that does not open costs the refresh, not the access token beside it, which may live on for hours. */
  private async take(grant: RefreshableGrant, permit: CallPermit): Promise<RefreshAttempt | 'unopenable' | undefined> {
    let attempt: RefreshAttempt | undefined;
    try {
      const askedAt = this.now();
      const taken = await this.parts.attempts.take(grant);
      if (taken && (await this.stillHolds(taken, askedAt))) attempt = taken;
      return attempt;
    } catch (cause) {
      if (!(cause instanceof SealError)) throw cause;
      this.parts.log.error({ grantId: grant.grantId, err: cause }, 'the refresh token does not open');
      return 'unopenable';
    } finally {
      if (!attempt) permit.unused();
    }
  }

  /**
   * Just before sending: a database or a process that stood still may have let the lease run out before its holder knew of it, and
   * then somebody else may have sent this token and been answered.
   */
  private async stillHolds(attempt: RefreshAttempt, askedAt: number): Promise<boolean> {
    for (let since = askedAt; this.now() - since > RENEW_EVERY_MS; ) {
      since = this.now();
      if (!(await this.parts.attempts.renew(attempt))) return false;
    }
    return true;
  }

  private async attempt(
    attempt: RefreshAttempt,
    credentials: { clientId: string; clientSecret: Parameters<DingTalkClient['refresh']>[1] },
    permit: CallPermit,
    requestId: string,
  ): Promise<RefreshOutcome> {
    const { breaker, dingtalk, log, record } = this.parts;
    const renewal = setInterval(() => void this.renew(attempt), RENEW_EVERY_MS);
    try {
      const tokens = await dingtalk.refresh(credentials, attempt.refreshToken, { permit });
      breaker.succeeded(attempt.application);
      return await record.success(attempt, tokens, requestId);
    } catch (cause) {
      if (cause instanceof DingTalkFailure) return await this.recordFailure(attempt, cause, requestId);
      breaker.notAsked(attempt.application);
      // Nothing is known of the call: leave the intent on record, so that the next attempt counts the token as in doubt.
      log.error({ grantId: attempt.grantId, err: cause }, 'refresh ended without a recorded outcome');
      return kept(LEASE_SECONDS * 1_000);
    } finally {
      clearInterval(renewal);
    }
  }

  private async recordFailure(
    attempt: RefreshAttempt,
    failure: DingTalkFailure,
    requestId: string,
  ): Promise<RefreshOutcome> {
    const { breaker, record } = this.parts;
    this.report(attempt, failure);
    if (failure.fate === 'answered' && failure.remedy === 'ask_the_person') {
      breaker.succeeded(attempt.application);
      return record.refusal(attempt, failure, requestId);
    }
    breaker.failed(attempt.application);
    return record.noAnswer(attempt, failure);
  }

  /** Only a wrong registration needs somebody to act at once; the rest passes, or is between the broker and one person. */
  private report({ grantId, application }: RefreshAttempt, failure: DingTalkFailure): void {
    const { operation, remedy, fate, code, httpStatus, requestId: dingtalkRequestId } = failure;
    const what = { grantId, application, failure: { operation, remedy, fate, code, httpStatus, dingtalkRequestId } };
    if (remedy === 'fix_the_configuration') this.parts.log.error(what, 'refresh failed: check the application');
    else this.parts.log.warn(what, 'refresh failed');
  }

  private async renew(attempt: RefreshAttempt): Promise<void> {
    const { attempts, log } = this.parts;
    try {
      if (!(await attempts.renew(attempt)))
        log.warn({ grantId: attempt.grantId }, 'the lease was lost while DingTalk was being asked');
    } catch (cause) {
      log.warn({ grantId: attempt.grantId, err: cause }, 'the lease could not be renewed');
    }
  }
}

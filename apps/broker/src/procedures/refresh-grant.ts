import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLog } from '@app/audit';
import { type Database, DatabaseFailure } from '@app/database';
import { type DingTalkClient, DingTalkFailure } from '@app/dingtalk';
import { type ApplicationStore, LEASE_SECONDS, type RefreshAttempt, type RefreshAttempts, SealError } from '@app/vault';
import type { Logger } from 'pino';

/** `replaced`: ask for the hand-out again. `kept`: no new tokens, the old ones are what there is. */
export type RefreshOutcome = 'replaced' | 'kept';

const RENEW_EVERY_MS = (LEASE_SECONDS * 1_000) / 3;
/** How often a waiter looks whether another replica has finished. */
const LOOK_EVERY_MS = 100;

/** Fresh tokens wait for a database that is away: from a tenth of a second, doubling to five seconds, for about ten minutes. */
const STORE_PAUSE_MS_MIN = 100;
const STORE_PAUSE_MS_MAX = 5_000;
const STORE_TRIES = 125;

interface Wanted {
  readonly corpId: string;
  readonly grantId: string;
  /** The token version that was found stale: any later one is what the caller is waiting for, whoever obtained it and when. */
  readonly staleVersion: number;
  readonly requestId: string;
}

/**
 * Refreshes a grant's tokens at most once across all replicas; design, "The refresh protocol". Callers of this process that want the
 * same grant share one attempt; other replicas are kept out by the lease and their outcome is waited for.
 */
export class RefreshGrant {
  private readonly running = new Map<string, Promise<RefreshOutcome>>();

  constructor(
    private readonly database: Database,
    private readonly attempts: RefreshAttempts,
    private readonly applications: ApplicationStore,
    private readonly dingtalk: DingTalkClient,
    private readonly audit: AuditLog,
    private readonly log: Logger,
  ) {}

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

  /** Resolves when no attempt of this process is running any more, so that a stopping broker loses no answer of DingTalk. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.running.values());
  }

  private start(key: string, wanted: Wanted): Promise<RefreshOutcome> {
    const running = this.refreshOrKeep(wanted).finally(() => this.running.delete(key));
    this.running.set(key, running);
    // Whoever gave up waiting no longer listens; a failure is then already logged where it happened.
    running.catch(() => undefined);
    return running;
  }

  /** A refresh token that does not open costs the refresh, not the access token beside it, which may live on for hours. */
  private async refreshOrKeep(wanted: Wanted): Promise<RefreshOutcome> {
    try {
      return await this.refresh(wanted);
    } catch (cause) {
      if (!(cause instanceof SealError)) throw cause;
      this.log.error({ grantId: wanted.grantId, err: cause }, 'the refresh token does not open');
      return 'kept';
    }
  }

  private async refresh(wanted: Wanted): Promise<RefreshOutcome> {
    for (;;) {
      const lease = await this.attempts.begin(wanted.corpId, wanted.grantId, wanted.staleVersion);
      switch (lease.kind) {
        case 'fresh':
          return 'replaced';
        case 'unrefreshable':
          return 'kept';
        case 'taken':
          return this.attempt(lease.attempt, wanted.requestId);
        case 'leased':
          if (await this.anotherReplicaFinished(wanted)) return 'replaced';
      }
    }
  }

  private async attempt(attempt: RefreshAttempt, requestId: string): Promise<RefreshOutcome> {
    const renewal = setInterval(() => void this.renew(attempt), RENEW_EVERY_MS);
    try {
      const credentials = await this.credentialsFor(attempt);
      if (!credentials) return 'kept';
      const tokens = await this.dingtalk.refresh(credentials, attempt.refreshToken);
      return await this.storeSuccess(attempt, tokens, requestId);
    } catch (cause) {
      if (cause instanceof DingTalkFailure) return this.storeFailure(attempt, cause, requestId);
      // Nothing is known of the call: leave the intent on record, so that the next attempt counts the token as in doubt.
      this.log.error({ grantId: attempt.grantId, err: cause }, 'refresh ended without a recorded outcome');
      return 'kept';
    } finally {
      clearInterval(renewal);
    }
  }

  /** Undefined if the application's secret cannot be had: no call is made, so nothing is in doubt and the lease goes back. */
  private async credentialsFor(attempt: RefreshAttempt) {
    try {
      const credentials = await this.applications.credentials(attempt.application);
      if (credentials) return credentials;
      throw new Error(`Application ${attempt.application} is gone`);
    } catch (cause) {
      this.log.error({ grantId: attempt.grantId, err: cause }, 'refresh not tried');
      await this.attempts.release(attempt, false);
      return undefined;
    }
  }

  private async storeSuccess(
    attempt: RefreshAttempt,
    tokens: Awaited<ReturnType<DingTalkClient['refresh']>>,
    requestId: string,
  ): Promise<RefreshOutcome> {
    const owner = await this.untilDatabaseAnswers(attempt, async () => {
      const sealed = await this.attempts.sealRefreshed(attempt, tokens);
      return this.database.transaction(async (tx) => {
        const stored = await this.attempts.storeRefreshed(tx, attempt, sealed);
        if (stored) {
          await this.audit.append(tx, {
            ...actOf(attempt, requestId),
            ...stored,
            type: 'grant.refreshed',
            outcome: 'ok',
            tokenVersion: attempt.tokenVersion + 1,
          });
        }
        return stored;
      });
    });
    if (!owner)
      this.log.info({ grantId: attempt.grantId }, 'refreshed tokens dropped: the grant ended or has newer ones');
    return 'replaced';
  }

  /**
   * The only copy of a person's tokens is in this process: a database that is away is waited for, because giving up would lose the
   * grant. Storing again after a commit whose answer was lost changes nothing, since the version has moved.
   */
  private async untilDatabaseAnswers<Result>(attempt: RefreshAttempt, work: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (cause) {
        if (!(cause instanceof DatabaseFailure) || tries === STORE_TRIES) throw cause;
        this.log.warn({ grantId: attempt.grantId, err: cause }, 'refreshed tokens wait for the database');
        await pause(Math.min(STORE_PAUSE_MS_MIN * 2 ** tries, STORE_PAUSE_MS_MAX));
      }
    }
  }

  private async storeFailure(
    attempt: RefreshAttempt,
    failure: DingTalkFailure,
    requestId: string,
  ): Promise<RefreshOutcome> {
    this.log.warn(
      { grantId: attempt.grantId, application: attempt.application, failure: describe(failure) },
      'refresh failed',
    );
    if (failure.fate !== 'answered' || failure.remedy !== 'ask_the_person') {
      await this.attempts.release(attempt, failure.fate === 'in_doubt');
      return 'kept';
    }
    const ended = await this.database.transaction(async (tx) => {
      const refusal = await this.attempts.storeRefusal(tx, attempt);
      if (refusal) {
        const { reason, ...owner } = refusal;
        await this.audit.append(tx, {
          ...actOf(attempt, requestId),
          ...owner,
          type: 'grant.refresh_failed',
          outcome: reason,
          tokenVersion: attempt.tokenVersion,
          details: { code: failure.code ?? null },
        });
      }
      return refusal;
    });
    // A stale refusal means that somebody stored newer tokens; either way the hand-out statement has the answer.
    if (!ended) await this.attempts.release(attempt, false);
    return 'replaced';
  }

  private async renew(attempt: RefreshAttempt): Promise<void> {
    try {
      if (!(await this.attempts.renew(attempt))) {
        this.log.warn({ grantId: attempt.grantId }, 'the lease was lost while DingTalk was being asked');
      }
    } catch (cause) {
      this.log.warn({ grantId: attempt.grantId, err: cause }, 'the lease could not be renewed');
    }
  }

  /** True once the tokens are newer; false if the lease is free and they are not, so that it is this replica's turn. */
  private async anotherReplicaFinished({ corpId, grantId, staleVersion }: Wanted): Promise<boolean> {
    for (;;) {
      await pause(LOOK_EVERY_MS);
      const progress = await this.attempts.progress(corpId, grantId, staleVersion);
      if (progress !== 'running') return progress === 'finished';
    }
  }
}

function actOf(attempt: RefreshAttempt, requestId: string) {
  return { actor: 'broker', requestId, corpId: attempt.corpId, grantId: attempt.grantId } as const;
}

function describe({ operation, remedy, fate, code, httpStatus, requestId }: DingTalkFailure) {
  return { operation, remedy, fate, code, httpStatus, dingtalkRequestId: requestId };
}

import type { AuditLog } from '@app/audit';
import { Convoy, type Database, type Transaction } from '@app/database';
import type { DingTalkFailure, UserTokens } from '@app/dingtalk';
import type { GrantOwner, RefreshAttempt, RefreshAttempts, SealedTokens } from '@app/vault';
import type { Logger } from 'pino';
import type { GrantNews } from './grant-news.js';
import { kept, RETRY_MS, type RefreshOutcome, replaced } from './refresh-outcome.js';
import { untilDatabaseAnswers } from './until-database-answers.js';

interface Refreshed {
  readonly sealed: SealedTokens;
  readonly requestId: string;
}

/**
 * Writes down what DingTalk answered to a refresh, each with its audit record in one commit. New tokens of many grants that arrive
 * together are one transaction: their records stand in one lane, so that their commits could only go one after the other.
 */
export class RecordRefresh {
  private readonly refreshed = new Convoy<Refreshed, GrantOwner>((all) => this.storeAll(all));

  constructor(
    private readonly database: Database,
    private readonly attempts: RefreshAttempts,
    private readonly audit: AuditLog,
    private readonly news: GrantNews,
    private readonly log: Logger,
  ) {}

  async success(attempt: RefreshAttempt, tokens: UserTokens, requestId: string): Promise<RefreshOutcome> {
    const { grantId } = attempt;
    const owner = await this.untilDatabaseAnswers(attempt, async () =>
      this.refreshed.join({ sealed: await this.attempts.sealRefreshed(attempt, tokens), requestId }),
    );
    this.news.tell(grantId);
    if (!owner) this.log.info({ grantId }, 'refreshed tokens dropped: the grant ended or has newer ones');
    return replaced;
  }

  /** DingTalk does not honour the token: the only answer that can end a grant. */
  async refusal(attempt: RefreshAttempt, failure: DingTalkFailure, requestId: string): Promise<RefreshOutcome> {
    const store = async (tx: Transaction) => {
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
    };
    // Waited for like a success: a refused token whose refusal is forgotten would be sent again.
    const ended = await this.untilDatabaseAnswers(attempt, () => this.database.transaction(store));
    // A stale refusal means that somebody stored newer tokens; either way the hand-out statement has the answer.
    if (!ended) await this.release(attempt, failure);
    else this.news.tell(attempt.grantId);
    return replaced;
  }

  async noAnswer(attempt: RefreshAttempt, failure: DingTalkFailure): Promise<RefreshOutcome> {
    await this.release(attempt, failure);
    // What an operator has to mend is not mended while a caller waits.
    return kept(failure.remedy === 'fix_the_configuration' ? undefined : RETRY_MS);
  }

  private async storeAll(all: readonly Refreshed[]): Promise<(GrantOwner | undefined)[]> {
    return this.database.transaction(async (tx) => {
      const owners = await this.attempts.storeRefreshed(
        tx,
        all.map(({ sealed }) => sealed),
      );
      const acts = all.flatMap(({ sealed: { attempt }, requestId }) => {
        const owner = owners.get(attempt.grantId);
        return owner ? [{ ...refreshedAct(attempt, requestId), ...owner }] : [];
      });
      if (acts.length > 0) await this.audit.appendAll(tx, acts);
      return all.map(({ sealed }) => owners.get(sealed.attempt.grantId));
    });
  }

  /** Storing again after a commit whose answer was lost changes nothing, since the version has moved. */
  private untilDatabaseAnswers<Result>({ grantId }: RefreshAttempt, work: () => Promise<Result>): Promise<Result> {
    return untilDatabaseAnswers(work, (err) =>
      this.log.warn({ grantId, err }, 'the answer to a refresh waits for the database'),
    );
  }

  /** A lease that cannot be given back runs out by itself, and its intent stays on record. */
  private async release(attempt: RefreshAttempt, failure: DingTalkFailure): Promise<void> {
    try {
      const { fate, retryAfterSeconds } = failure;
      await this.attempts.release(attempt, {
        inDoubt: fate === 'in_doubt',
        retryAfterSeconds,
        answer: answerOf(failure),
      });
      this.news.tell(attempt.grantId);
    } catch (cause) {
      this.log.warn({ grantId: attempt.grantId, err: cause }, 'the lease could not be given back');
    }
  }
}

/** DingTalk's code, or what there was instead of one. */
function answerOf({ code, httpStatus }: DingTalkFailure): string {
  return code ?? (httpStatus === undefined ? 'no_answer' : `http_${httpStatus}`);
}

function actOf({ corpId, grantId }: RefreshAttempt, requestId: string) {
  return { actor: 'broker', requestId, corpId, grantId } as const;
}

function refreshedAct(attempt: RefreshAttempt, requestId: string) {
  const tokenVersion = attempt.tokenVersion + 1;
  return { ...actOf(attempt, requestId), type: 'grant.refreshed', outcome: 'ok', tokenVersion } as const;
}

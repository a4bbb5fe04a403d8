import { setTimeout as pause } from 'node:timers/promises';
import { judge, type PolicyBook } from '@app/callers';
import type { IssueTokenResponse } from '@app/contract';
import { DatabaseFailure } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantStore } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import type { ConsentLinks } from '../procedures/consent-links.js';
import type { HandOutRow } from '../procedures/hand-out.sql.js';
import type { HandOutAsk } from '../procedures/hand-out-lane.js';
import type { HandOutLanes } from '../procedures/hand-out-lanes.js';
import type { ObserveScopes } from '../procedures/observe-scopes.js';
import type { RefreshGrant } from '../procedures/refresh-grant.js';
import { refusalOf } from './refusal.js';
import type { RefusedTokens } from './refused-tokens.js';
import type { TokenAsked } from './token-asked.js';

/** A policy that moves this often while one request is being judged is being edited by a program gone wild. */
const ROUNDS = 20;
const RETRY_SECONDS = 2;
/** DingTalk's tokens live for two hours. Seconds. */
const LONGER_THAN_ANY = 365 * 24 * 3_600;
const TOKEN_TYPE = 'x-acs-dingtalk-access-token';

/** Where a request stands between two rounds through the statement. */
interface Progress {
  /** Database time of the first round. */
  arrivedAt: Date | null;
  /** The caller's own, or 0 once no newer token can be had: the old one is served for as long as it lives. */
  minimumSeconds: number;
  /** What it may be lowered to: 0, unless DingTalk refuses a token that seems to live. */
  leastSeconds: number;
  /** Applications whose grant was asked about in vain once. */
  readonly tried: Set<string>;
  /** Those of them where asking again will not help while the caller waits. */
  readonly hopeless: Set<string>;
  /** And those for which nothing is left to try. */
  readonly passedOver: Set<string>;
}

/** Hands a caller a live DingTalk access token of one person. There is no other way for a token to leave. */
export class HandOutToken {
  constructor(
    private readonly policies: PolicyBook,
    private readonly lanes: HandOutLanes,
    private readonly refreshGrant: RefreshGrant,
    private readonly observeScopes: ObserveScopes,
    private readonly refusedTokens: RefusedTokens,
    private readonly consentLinks: ConsentLinks,
    private readonly grants: GrantStore,
    private readonly handleUrl: string,
    private readonly countOutcome: (outcome: string) => void,
  ) {}

  /** Throws `BrokerError` for every outcome but a token. */
  async execute(asked: TokenAsked): Promise<IssueTokenResponse> {
    try {
      const response = await this.untilDecided(asked);
      this.countOutcome('token');
      return response;
    } catch (cause) {
      const error = brokerErrorOf(cause);
      this.countOutcome(error instanceof BrokerError ? error.code : 'internal_error');
      throw error;
    }
  }

  private async untilDecided(asked: TokenAsked): Promise<IssueTokenResponse> {
    const patienceUntil = performance.now() + asked.maxWaitSeconds * 1_000;
    const progress: Progress = {
      arrivedAt: null,
      minimumSeconds: asked.minimumSeconds,
      leastSeconds: 0,
      tried: new Set(),
      hopeless: new Set(),
      passedOver: new Set(),
    };
    let stalePolicy = false;
    let heeded = asked.refused === undefined;
    for (let round = 0; round < ROUNDS; round += 1) {
      // 1. May this caller ask this? Judged from memory, before the vault is asked.
      const ask = await this.judged(asked, progress, stalePolicy);
      if (!heeded && ask.refusal === null) {
        heeded = true;
        await this.heedRefusal(asked, progress, patienceUntil);
        continue;
      }
      // 2. Decide and record, in one statement.
      const row = await this.lanes.ask(ask);
      progress.arrivedAt ??= row.decidedAt;
      switch (row.outcome) {
        // 3. What the statement found stale is brought up to date, and the request goes through it again.
        case 'policy_stale':
          stalePolicy = true;
          continue;
        case 'token_stale':
          await this.refresh(row, asked, progress, patienceUntil);
          continue;
        case 'unobserved':
          await this.observe(row, asked, progress);
          continue;
        case 'spent_meanwhile':
          continue;
        // 4. Recorded: only now is the token opened.
        case 'token':
          return this.opened(row, ask.recordId);
        // 5. Anything else is a refusal, recorded as well.
        default:
          throw refusalOf(row, asked, { consentUrl: await this.consentUrlFor(row, asked), handleUrl: this.handleUrl });
      }
    }
    throw BrokerError.temporarilyUnavailable(RETRY_SECONDS, `the policy moved ${ROUNDS} times during one request`);
  }

  private async judged(asked: TokenAsked, progress: Progress, stalePolicy: boolean): Promise<HandOutAsk> {
    const page = await (stalePolicy ? this.policies.reload(asked.callerId) : this.policies.open(asked.callerId));
    if (!page) throw new BrokerError('unauthenticated', { detail: 'The caller of this access token is not known.' });
    const now = new Date(Date.now() + page.clockBehindMs);
    const judgement = judge(page.caller, page, { ...asked, delivery: 'token' }, now);
    return {
      recordId: uuidv7(),
      callerId: asked.callerId,
      callerPolicyVersion: page.caller.policyVersion,
      policyStateVersion: page.policyStateVersion,
      refusal: judgement.allowed ? null : judgement.code,
      rule: judgement.allowed ? null : judgement.rule,
      candidates: judgement.allowed ? judgement.candidates : [],
      passedOver: new Set(progress.passedOver),
      corpId: asked.corpId ?? null,
      userId: asked.userId ?? null,
      unionId: asked.unionId ?? null,
      scopes: asked.scopes,
      minimumSeconds: progress.minimumSeconds,
      arrivedAt: progress.arrivedAt,
      delivery: 'token',
      purpose: asked.purpose ?? null,
      requestId: asked.requestId,
    };
  }

  /** A token that DingTalk refuses and that could not be replaced counts as one that has run out, and is not tried again. */
  private async heedRefusal(asked: TokenAsked, progress: Progress, patienceUntil: number): Promise<void> {
    const dead = await this.refusedTokens.heed(asked, Math.max(0, patienceUntil - performance.now()));
    if (!dead) return;
    progress.minimumSeconds = LONGER_THAN_ANY;
    progress.leastSeconds = LONGER_THAN_ANY;
    progress.passedOver.add(dead.application);
  }

  private async refresh(row: HandOutRow, asked: TokenAsked, progress: Progress, patienceUntil: number): Promise<void> {
    const { application, corpId, grantId, tokenVersion } = staleGrantOf(row);
    const { requestId } = asked;
    const wanted = { corpId, grantId, staleVersion: tokenVersion, requestId, urgency: 'waited_for' } as const;
    const patience = () => Math.max(0, patienceUntil - performance.now());
    // A caller without patience starts the refresh all the same, or one that never waits would never get a token.
    const outcome = progress.hopeless.has(application)
      ? undefined
      : await this.refreshGrant.execute(wanted, patience());
    if (outcome?.kind === 'replaced') return;
    if (outcome?.retryInMs === undefined) progress.hopeless.add(application);
    if (outcome && !progress.tried.has(application)) {
      // While a refresh fails, the old token is served for as long as it lives.
      progress.tried.add(application);
      progress.minimumSeconds = progress.leastSeconds;
    } else if (outcome?.retryInMs !== undefined && outcome.retryInMs < patience()) {
      await pause(outcome.retryInMs);
    } else {
      progress.passedOver.add(application);
      progress.minimumSeconds = Math.max(asked.minimumSeconds, progress.leastSeconds);
    }
  }

  private async observe(row: HandOutRow, asked: TokenAsked, progress: Progress): Promise<void> {
    const { application, corpId, grantId } = staleGrantOf(row);
    const { requestId } = asked;
    const first = !progress.tried.has(application);
    progress.tried.add(application);
    if (first && (await this.observeScopes.execute({ corpId, grantId, requestId, urgency: 'waited_for' }))) return;
    progress.passedOver.add(application);
  }

  private async opened(row: HandOutRow, recordId: string): Promise<IssueTokenResponse> {
    const { grantId, tokenVersion, accessTokenSealed, accessTokenExpiresAt, application, corpId, unionId } = row;
    if (
      !grantId ||
      !tokenVersion ||
      !accessTokenSealed ||
      !accessTokenExpiresAt ||
      !application ||
      !corpId ||
      !unionId
    ) {
      throw new Error('The hand-out statement answered a token without its grant');
    }
    const token = await this.grants.openAccessToken(grantId, tokenVersion, accessTokenSealed);
    return {
      accessToken: token.reveal(),
      tokenType: TOKEN_TYPE,
      expiresAt: accessTokenExpiresAt.toISOString(),
      scopes: row.grantedScopes ?? [],
      application,
      corpId,
      userId: row.userId,
      unionId,
      grantId,
      handoutId: recordId,
    };
  }

  private async consentUrlFor(row: HandOutRow, asked: TokenAsked): Promise<string | undefined> {
    if (row.application === null) return undefined;
    if (row.consentId !== null) return this.consentLinks.urlOf(row.application, row.consentId);
    if (row.outcome !== 'consent_required') return undefined;
    return this.consentLinks.forOutcome({
      callerId: asked.callerId,
      application: row.application,
      corpId: row.corpId,
      userId: asked.userId ?? null,
      unionId: asked.unionId ?? null,
      scopes: asked.scopes,
    });
  }
}

/** The grant that a stale outcome is about. */
function staleGrantOf({ outcome, application, corpId, grantId, tokenVersion }: HandOutRow) {
  if (application === null || corpId === null || grantId === null || tokenVersion === null) {
    throw new Error(`The hand-out statement answered ${outcome} without a grant`);
  }
  return { application, corpId, grantId, tokenVersion };
}

/** Whatever PostgreSQL did, the caller may try again: if the record could not be written, nothing left. */
function brokerErrorOf(cause: unknown): unknown {
  return cause instanceof DatabaseFailure
    ? BrokerError.temporarilyUnavailable(RETRY_SECONDS, cause.message, cause)
    : cause;
}

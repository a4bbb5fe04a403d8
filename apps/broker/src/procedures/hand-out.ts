import { setTimeout as pause } from 'node:timers/promises';
import { type Judgement, judge, type PolicyBook, type PolicyPage } from '@app/callers';
import { DatabaseFailure } from '@app/database';
import { BrokerError } from '@app/errors';
import { v7 as uuidv7 } from 'uuid';
import type { ConsentLinks } from './consent-links.js';
import type { HandOutRow } from './hand-out.sql.js';
import type { HandOutAsked } from './hand-out-asked.js';
import type { Delivering, HandOutAsk } from './hand-out-lane.js';
import type { HandOutLanes } from './hand-out-lanes.js';
import { type Charge, type HandOutRateLimits, isRateLimited } from './hand-out-rate-limits.js';
import { refusalOf } from './hand-out-refusal.js';
import type { ObserveScopes } from './observe-scopes.js';
import type { RefreshGrant } from './refresh-grant.js';
import type { RefusedTokens } from './refused-tokens.js';

/** A policy that moves this often while one request is being judged is being edited by a program gone wild. */
const ROUNDS = 20;
const RETRY_SECONDS = 2;
/** DingTalk's tokens live for two hours. Seconds. */
const LONGER_THAN_ANY = 365 * 24 * 3_600;

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
  /** What it took from the rates of the entitlements it may fall under; undefined where none has any. */
  charge: Charge | undefined;
}

/** What may leave: its record is committed. */
export interface Decided extends HandOutRow {
  /** Id of the record and of the hand-out. */
  readonly handoutId: string;
  readonly application: string;
  readonly corpId: string;
  readonly grantId: string;
  readonly unionId: string;
  readonly tokenVersion: number;
}

/** Decides what a caller gets, and records it. There is no other way for a token or a handle to leave, or for a call to be forwarded. */
export class HandOut {
  constructor(
    private readonly policies: PolicyBook,
    private readonly lanes: HandOutLanes,
    private readonly rateLimits: HandOutRateLimits,
    private readonly refreshGrant: RefreshGrant,
    private readonly observeScopes: ObserveScopes,
    private readonly refusedTokens: RefusedTokens,
    private readonly consentLinks: ConsentLinks,
    private readonly handleUrl: string,
    private readonly countOutcome: (outcome: string) => void,
  ) {}

  /** Throws `BrokerError` for every outcome but what was asked for. */
  async execute(asked: HandOutAsked, delivering: Delivering): Promise<Decided> {
    try {
      const decided = await this.untilDecided(asked, delivering);
      this.countOutcome(delivering.as);
      return decided;
    } catch (cause) {
      const error = brokerErrorOf(cause);
      this.countOutcome(error instanceof BrokerError ? error.code : 'internal_error');
      throw error;
    }
  }

  private async untilDecided(asked: HandOutAsked, delivering: Delivering): Promise<Decided> {
    const progress: Progress = {
      arrivedAt: null,
      minimumSeconds: asked.minimumSeconds,
      leastSeconds: 0,
      tried: new Set(),
      hopeless: new Set(),
      passedOver: new Set(),
      charge: undefined,
    };
    try {
      return await this.roundByRound(asked, delivering, progress);
    } finally {
      progress.charge?.settle(null);
    }
  }

  private async roundByRound(asked: HandOutAsked, delivering: Delivering, progress: Progress): Promise<Decided> {
    const patienceUntil = performance.now() + asked.maxWaitSeconds * 1_000;
    let stalePolicy = false;
    let heeded = asked.refused === undefined;
    for (let round = 0; round < ROUNDS; round += 1) {
      // 1. May this caller ask this? Judged from memory, before the vault is asked.
      const { ask, callerName } = await this.judged(asked, delivering, progress, stalePolicy);
      if (progress.charge === undefined && isRateLimited(ask)) {
        progress.charge = await this.rateLimits.charge(ask, callerName, stalePolicy);
        stalePolicy ||= progress.charge === undefined;
        if (progress.charge === undefined) continue;
      }
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
          progress.charge?.settle(null);
          progress.charge = undefined;
          continue;
        case 'token_stale':
          await this.refresh(row, asked, progress, patienceUntil);
          continue;
        case 'unobserved':
          await this.observe(row, asked, progress);
          continue;
        case 'spent_meanwhile':
          continue;
        // 4. Recorded: now it may leave.
        case 'token':
        case 'handle':
        case 'gateway':
          progress.charge?.settle(row.rule);
          return decidedOf(row, ask.recordId);
        // 5. Anything else is a refusal, recorded as well.
        default:
          throw refusalOf(row, asked, { consentUrl: await this.consentUrlFor(row, asked), handleUrl: this.handleUrl });
      }
    }
    throw BrokerError.temporarilyUnavailable(RETRY_SECONDS, `the policy moved ${ROUNDS} times during one request`);
  }

  private async judged(
    asked: HandOutAsked,
    delivering: Delivering,
    progress: Progress,
    stalePolicy: boolean,
  ): Promise<{ ask: HandOutAsk; callerName: string }> {
    const page = await (stalePolicy ? this.policies.reload(asked.callerId) : this.policies.open(asked.callerId));
    if (!page) throw new BrokerError('unauthenticated', { detail: 'The caller of this access token is not known.' });
    const now = new Date(Date.now() + page.clockBehindMs);
    const judgement = judgementOf(asked, delivering, page, now);
    const ask: HandOutAsk = {
      recordId: uuidv7(),
      callerId: asked.callerId,
      callerPolicyVersion: page.caller.policyVersion,
      policyStateVersion: page.policyStateVersion,
      refusal: judgement.allowed ? null : judgement.code,
      rule: judgement.allowed ? null : judgement.rule,
      candidates: judgement.allowed ? judgement.candidates : [],
      passedOver: new Set(progress.passedOver),
      corpId: asked.corpId ?? null,
      // Where both ids are known, the grant is looked for by the one that never passes to somebody else.
      userId: asked.unionId === undefined ? (asked.userId ?? null) : null,
      unionId: asked.unionId ?? null,
      scopes: asked.scopes,
      minimumSeconds: progress.minimumSeconds,
      arrivedAt: progress.arrivedAt,
      delivering,
      purpose: asked.purpose ?? null,
      requestId: asked.requestId,
    };
    return { ask, callerName: page.caller.name };
  }

  /** A token that DingTalk refuses and that could not be replaced counts as one that has run out, and is not tried again. */
  private async heedRefusal(asked: HandOutAsked, progress: Progress, patienceUntil: number): Promise<void> {
    const dead = await this.refusedTokens.heed(asked, Math.max(0, patienceUntil - performance.now()));
    if (!dead) return;
    progress.minimumSeconds = LONGER_THAN_ANY;
    progress.leastSeconds = LONGER_THAN_ANY;
    progress.passedOver.add(dead.application);
  }

  private async refresh(
    row: HandOutRow,
    asked: HandOutAsked,
    progress: Progress,
    patienceUntil: number,
  ): Promise<void> {
    const { application, corpId, grantId, tokenVersion } = grantOf(row);
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

  private async observe(row: HandOutRow, asked: HandOutAsked, progress: Progress): Promise<void> {
    const { application, corpId, grantId } = grantOf(row);
    const { requestId } = asked;
    const first = !progress.tried.has(application);
    progress.tried.add(application);
    if (first && (await this.observeScopes.execute({ corpId, grantId, requestId, urgency: 'waited_for' }))) return;
    progress.passedOver.add(application);
  }

  private async consentUrlFor(row: HandOutRow, asked: HandOutAsked): Promise<string | undefined> {
    if (row.application === null) return undefined;
    if (row.consentId !== null) return this.consentLinks.urlOf(row.application, row.consentId);
    if (row.outcome !== 'consent_required') return undefined;
    return this.consentLinks.forOutcome({
      callerId: asked.callerId,
      application: row.application,
      corpId: row.corpId,
      userId: asked.userId ?? null,
      unionId: asked.userId === undefined ? (asked.unionId ?? null) : null,
      scopes: asked.scopes,
    });
  }
}

function judgementOf(
  asked: HandOutAsked,
  delivering: Delivering,
  page: PolicyPage,
  now: Date,
): Judgement | { readonly allowed: false; readonly code: 'forbidden_by_policy'; readonly rule: 'person' } {
  if (delivering.as === 'gateway' && delivering.denied) {
    return { allowed: false, code: 'forbidden_by_policy', rule: delivering.denied };
  }
  // A call through the gateway needs what its handle needed, today as on the day it was handed out.
  const delivery = delivering.as === 'token' ? 'token' : 'handle';
  return judge(page.caller, page, { ...asked, delivery }, now);
}

function decidedOf(row: HandOutRow, handoutId: string): Decided {
  const { unionId } = row;
  if (unionId === null) throw new Error(`The hand-out statement answered ${row.outcome} without a person`);
  return { ...row, ...grantOf(row), unionId, handoutId };
}

/** The grant that an outcome is about. */
function grantOf({ outcome, application, corpId, grantId, tokenVersion }: HandOutRow) {
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

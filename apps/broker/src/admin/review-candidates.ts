import type { ScopeUses } from '@app/audit';
import type { CallerStore, EntitledScope, GivenScope, GivenScopes } from '@app/callers';
import type { CandidatesPage, ListCandidatesQuery, ReviewCandidate } from '@app/contract';
import { scopeCatalogue } from '@app/dingtalk';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { Kept, ReviewDecisions } from './review-decisions.js';
import { keyOf } from './scope-key.js';

/** What a review looks at. */
export interface ReviewWindow {
  readonly since: Date;
  /** Also what was given within the window. */
  readonly recent: boolean;
  /** Hand-outs before then are not known. */
  readonly trackedSince: Date;
  /** All hand-outs before then are counted. */
  readonly countedUntil: Date;
}

/** Something a caller may ask for and has not used since the window began. */
export interface UnusedScope extends GivenScope {
  readonly lastUsedAt: Date | null;
  readonly kept: Kept | null;
  readonly keptBefore: Kept | null;
}

type Filter = Pick<ListCandidatesQuery, 'application' | 'callerId' | 'decision'>;

/** How many entitlements are looked at in one go. */
const AT_ONCE = 1_000;
const DAYS = 90;
const DAY_MS = 86_400_000;

/** Entitlements that nobody has used: by caller, application and scope. */
export class ReviewCandidates {
  constructor(
    private readonly callers: CallerStore,
    private readonly given: GivenScopes,
    private readonly uses: ScopeUses,
    private readonly decisions: ReviewDecisions,
  ) {}

  /** Counts what has been handed out until now, so that nothing counts as unused that is not. */
  async window({ since, recent }: { since?: string; recent?: 'true' | 'false' }): Promise<ReviewWindow> {
    await this.uses.count();
    const state = await this.uses.state();
    if (!state?.caughtUpAt) throw new Error('The uses of scopes were not counted');
    const { trackedSince, caughtUpAt: countedUntil } = state;
    return {
      since: since === undefined ? new Date(countedUntil.getTime() - DAYS * DAY_MS) : new Date(since),
      recent: recent === 'true',
      trackedSince,
      countedUntil,
    };
  }

  async list({ limit, cursor, since, recent, ...filter }: ListCandidatesQuery): Promise<CandidatesPage> {
    const window = await this.window({ ...(since !== undefined && { since }), recent });
    const found: UnusedScope[] = [];
    for await (const { unused } of this.look(window, cursor === undefined ? undefined : positionOf(cursor))) {
      found.push(...unused.filter((each) => fits(each, filter)));
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      items: await this.describe(page, window),
      nextCursor: last ? encodeCursor([last.callerId, last.application, last.scope]) : null,
      since: window.since.toISOString(),
      trackedSince: window.trackedSince.toISOString(),
      countedUntil: window.countedUntil.toISOString(),
    };
  }

  /** All of them, for a file. */
  async all(window: ReviewWindow, filter: Filter): Promise<ReviewCandidate[]> {
    const found: UnusedScope[] = [];
    for await (const { unused } of this.look(window)) found.push(...unused.filter((each) => fits(each, filter)));
    return this.describe(found, window);
  }

  /** Everything that is entitled, piece by piece, ordered by caller, application and scope; and what of it is unused. */
  async *look(
    { since, recent }: ReviewWindow,
    after?: EntitledScope,
  ): AsyncGenerator<{ entitlements: number; unused: UnusedScope[] }> {
    let last = after;
    while (true) {
      const piece = await this.given.page(AT_ONCE, last);
      const uses = await this.uses.of(piece);
      const usedAt = new Map(uses.map((use) => [keyOf(use), use.lastUsedAt]));
      const unused = piece.filter((each) => {
        const lastUsedAt = usedAt.get(keyOf(each));
        return (lastUsedAt === undefined || lastUsedAt < since) && (recent || each.givenAt <= since);
      });
      const kept = await this.decisions.keptOf(unused);
      yield {
        entitlements: piece.length,
        unused: unused.map((each) => {
          const key = keyOf(each);
          const { now, before } = kept.get(key) ?? { now: null, before: null };
          return { ...each, lastUsedAt: usedAt.get(key) ?? null, kept: now, keptBefore: before };
        }),
      };
      last = piece.at(-1);
      if (piece.length < AT_ONCE) return;
    }
  }

  private async describe(
    unused: readonly UnusedScope[],
    { since, trackedSince }: ReviewWindow,
  ): Promise<ReviewCandidate[]> {
    const callers = await this.callers.findAll([...new Set(unused.map(({ callerId }) => callerId))]);
    return unused.flatMap(({ callerId, application, scope, givenAt, givenBy, lastUsedAt, kept, keptBefore }) => {
      const caller = callers.get(callerId);
      // Changed between two statements.
      if (!caller) return [];
      const ofApplication = caller.entitlements.filter((each) => each.application === application);
      const standing = ofApplication.filter(({ scopes }) => scopes.includes(scope));
      const unusedSince = new Date(Math.max(since.getTime(), givenAt.getTime(), trackedSince.getTime()));
      return [
        {
          caller: { id: callerId, name: caller.name, disabled: caller.disabledAt !== null },
          application,
          scope,
          name: scopeCatalogue.find(scope)?.name ?? null,
          rules: standing.map(({ position }) => `${caller.name}/${position}`),
          delivery: [...new Set(standing.flatMap(({ delivery }) => delivery))].sort(),
          givenAt: givenAt.toISOString(),
          givenBy,
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
          unusedSince: unusedSince.toISOString(),
          leaves: [...new Set(ofApplication.flatMap(({ scopes }) => scopes))].filter((each) => each !== scope).sort(),
          decision: kept ? 'kept' : 'open',
          kept: bodyOf(kept),
          keptBefore: bodyOf(keptBefore),
        } as const,
      ];
    });
  }
}

function fits(unused: UnusedScope, { application, callerId, decision }: Filter): boolean {
  return (
    (application === undefined || unused.application === application) &&
    (callerId === undefined || unused.callerId === callerId.toLowerCase()) &&
    (decision === undefined || (decision === 'kept') === (unused.kept !== null))
  );
}

function bodyOf(kept: Kept | null) {
  return kept && { at: kept.at.toISOString(), by: kept.by, reason: kept.reason };
}

function positionOf(cursor: string): EntitledScope {
  const [callerId = '', application = '', scope = ''] = decodeCursor(cursor, ['uuid', 'name', 'scope']);
  return { callerId, application, scope };
}

import type { AuditLog, ScopeUses } from '@app/audit';
import { type Caller, type CallerStore, type EntitledScope, type GivenScopes, narrowed } from '@app/callers';
import type { NarrowingPreview, NarrowRequest, NarrowResponse, PreviewNarrowingRequest } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { Application, ApplicationStore } from '@app/vault';
import { type Act, actorOf } from './act.js';
import type { ReviewCandidates } from './review-candidates.js';
import type { DecidedScope, ReviewDecisions } from './review-decisions.js';
import { keyMembersOf, keyOf } from './scope-key.js';
import { widthWarnings } from './width-warnings.js';

interface NarrowOptions {
  readonly database: Database;
  readonly callers: CallerStore;
  readonly given: GivenScopes;
  readonly uses: ScopeUses;
  readonly applications: ApplicationStore;
  readonly candidates: ReviewCandidates;
  readonly decisions: ReviewDecisions;
  readonly audit: AuditLog;
}

/** What would happen, and what a decision about it has to know. */
interface Plan {
  readonly preview: NarrowingPreview;
  readonly decided: readonly DecidedScope[];
  readonly callers: ReadonlyMap<string, Caller>;
}

/** Takes from callers what they do not use: first what would be left of each, then exactly that, all of it or nothing. */
export class NarrowEntitlements {
  constructor(private readonly options: NarrowOptions) {}

  async preview({ since, entitlements }: PreviewNarrowingRequest): Promise<NarrowingPreview> {
    const window = await this.options.candidates.window(since === undefined ? {} : { since });
    return (await this.plan(window.since, entitlements)).preview;
  }

  /** Throws `conflict` with a new preview if a caller has been changed since, or has used what it would lose. */
  async execute({ since, reason, callers }: NarrowRequest, act: Act): Promise<NarrowResponse> {
    const { database, candidates, callers: store } = this.options;
    const window = await candidates.window(since === undefined ? {} : { since });
    const wanted = callers.flatMap(({ callerId, remove }) => remove.map((each) => ({ ...each, callerId })));
    return database.transactionAlone(async (tx) => {
      const ids = callers.map(({ callerId }) => callerId.toLowerCase());
      const versions = await store.lock(tx, ids);
      const plan = await this.plan(window.since, wanted);
      const stale = callers.some((each) => versions.get(each.callerId.toLowerCase()) !== each.policyVersion);
      if (stale || plan.preview.used.length > 0 || plan.preview.gone.length > 0) throw moved(plan.preview);
      return this.take(tx, plan, reason, act);
    });
  }

  private async take(tx: Transaction, plan: Plan, reason: string, act: Act): Promise<NarrowResponse> {
    const { callers: store, decisions, audit } = this.options;
    const actor = actorOf(act);
    for (const { callerId, remove } of plan.preview.callers) {
      const entitlements = narrowed(plan.callers.get(callerId)?.entitlements ?? [], remove);
      await store.change(tx, callerId, { entitlements }, { actor, reason });
    }
    await decisions.decide(tx, 'narrowed', plan.decided, actor, reason);
    await audit.appendAll(
      tx,
      plan.preview.callers.map(({ callerId, policyVersion, remove }) => ({
        type: 'caller.narrowed',
        outcome: 'ok',
        actor,
        requestId: act.requestId,
        callerId,
        scopes: [...new Set(remove.map(({ scope }) => scope))].sort(),
        details: {
          reason,
          since: plan.preview.since,
          removed: remove.map(({ application, scope }) => `${application} ${scope}`),
          replaced: policyVersion,
        },
      })),
    );
    return {
      entitlements: plan.preview.entitlements,
      callers: plan.preview.callers.map(({ callerId, name, policyVersion, remove }) => ({
        callerId,
        name,
        policyVersion: policyVersion + 1,
        replaced: policyVersion,
        removed: remove,
      })),
    };
  }

  private async plan(since: Date, asked: readonly EntitledScope[]): Promise<Plan> {
    const { callers: store, given, uses, applications } = this.options;
    const keys = [...new Map(asked.map(keyMembersOf).map((each) => [keyOf(each), each])).values()];
    const [standing, used, known] = await Promise.all([given.of(keys), uses.of(keys), applications.all()]);
    const callers = await store.findAll([...new Set(standing.map(({ callerId }) => callerId))]);
    const standingKeys = new Set(standing.map(keyOf));
    const usedAt = new Map(used.map((use) => [keyOf(use), use.lastUsedAt]));
    const isUsed = (each: EntitledScope) => (usedAt.get(keyOf(each)) ?? new Date(0)) >= since;
    const taken = standing.filter((each) => !isUsed(each));
    const named = new Map(known.map((application) => [application.name, application]));
    return {
      callers,
      decided: taken.map((each) => ({
        ...each,
        caller: callers.get(each.callerId)?.name ?? each.callerId,
        lastUsedAt: usedAt.get(keyOf(each)) ?? null,
      })),
      preview: {
        since: since.toISOString(),
        entitlements: taken.length,
        callers: [...callers.values()].flatMap((caller) => {
          const remove = taken
            .filter(({ callerId }) => callerId === caller.id)
            .map(({ application, scope }) => ({ application, scope }));
          return remove.length > 0 ? [narrowingOf(caller, remove, named)] : [];
        }),
        used: standing
          .filter(isUsed)
          .map((each) => ({ ...keyMembersOf(each), lastUsedAt: (usedAt.get(keyOf(each)) ?? since).toISOString() })),
        gone: keys.filter((each) => !standingKeys.has(keyOf(each))),
      },
    };
  }
}

function narrowingOf(
  caller: Caller,
  remove: readonly { application: string; scope: string }[],
  applications: ReadonlyMap<string, Application>,
): NarrowingPreview['callers'][number] {
  const left = narrowed(caller.entitlements, remove);
  const tooBroad = (entitlements: Caller['entitlements']) => {
    const { warnings = [] } = widthWarnings(entitlements, applications);
    return new Map(warnings.map((each) => [entitlements[each.entitlement - 1]?.application ?? '', each.beyond]));
  };
  const before = tooBroad(caller.entitlements);
  return {
    callerId: caller.id,
    name: caller.name,
    policyVersion: caller.policyVersion,
    remove: [...remove],
    before: caller.entitlements.map(lineOf),
    after: left.map(lineOf),
    handleOnly: [...tooBroad(left)]
      .filter(([application]) => !before.has(application))
      .map(([application, beyond]) => ({ application, beyond })),
  };
}

function lineOf({ application, scopes, delivery }: Caller['entitlements'][number]) {
  return { application, scopes: [...scopes], delivery: [...delivery] };
}

function moved(narrowing: NarrowingPreview): BrokerError {
  return new BrokerError('conflict', {
    detail: 'A caller has been changed since, or has used what it would lose. Look at narrowing, and confirm that.',
    members: { narrowing },
  });
}

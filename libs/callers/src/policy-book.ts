import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';
import type { CallerStore } from './caller-store.js';
import type { PolicyApplication } from './judge.js';

/** Callers whose policy is kept in memory; the rest is read again when they ask. */
const CALLERS_KEPT = 10_000;

/** All that a judgement is made of, with the versions the hand-out statement checks it by. */
export interface PolicyPage {
  readonly caller: Caller;
  readonly applications: ReadonlyMap<string, PolicyApplication>;
  readonly policyStateVersion: number;
  /** How far this process's clock is behind the database's, in milliseconds. */
  readonly clockBehindMs: number;
}

/**
 * Remembers what judgements are made of. It may be stale at any time, and that is safe: each judgement carries its versions into
 * the hand-out statement, which refuses it as `policy_stale` if either has moved.
 */
export class PolicyBook {
  private readonly pages = new LRUCache<string, PolicyPage>({ max: CALLERS_KEPT });
  private applications: { version: number; byName: ReadonlyMap<string, PolicyApplication> } | undefined;

  constructor(
    private readonly callers: CallerStore,
    private readonly loadApplications: () => Promise<readonly PolicyApplication[]>,
  ) {}

  /** Undefined if there is no such caller. */
  async open(callerId: string): Promise<PolicyPage | undefined> {
    return this.pages.get(callerId) ?? this.reload(callerId);
  }

  /** Call after `policy_stale`. */
  async reload(callerId: string): Promise<PolicyPage | undefined> {
    const found = await this.callers.findForJudging(callerId);
    if (!found) return undefined;
    const page: PolicyPage = {
      caller: found.caller,
      applications: await this.applicationsOf(found.policyStateVersion),
      policyStateVersion: found.policyStateVersion,
      clockBehindMs: found.now.getTime() - Date.now(),
    };
    this.pages.set(callerId, page);
    return page;
  }

  /** Read after the version they are kept under, so they can be newer than it, which the statement finds out, but never older. */
  private async applicationsOf(version: number): Promise<ReadonlyMap<string, PolicyApplication>> {
    if (this.applications?.version === version) return this.applications.byName;
    const byName = new Map((await this.loadApplications()).map((application) => [application.name, application]));
    this.applications = { version, byName };
    return byName;
  }
}

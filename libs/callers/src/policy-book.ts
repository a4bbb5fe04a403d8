import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';
import type { CallerStore } from './caller-store.js';
import type { CommonPolicy, PolicyApplication } from './judge.js';
import type { SuspensionSubject } from './suspension.js';

/** Callers whose policy is kept in memory; the rest is read again when they ask. */
const CALLERS_KEPT = 10_000;

/** All that a judgement is made of, with the versions the hand-out statement checks it by. */
export interface PolicyPage extends CommonPolicy {
  readonly caller: Caller;
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
  private common: { readonly version: number; readonly policy: CommonPolicy } | undefined;

  constructor(
    private readonly callers: CallerStore,
    private readonly loadApplications: () => Promise<readonly PolicyApplication[]>,
    private readonly loadSuspensions: () => Promise<readonly SuspensionSubject[]>,
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
      ...(await this.commonPolicyOf(found.policyStateVersion)),
      caller: found.caller,
      policyStateVersion: found.policyStateVersion,
      clockBehindMs: found.now.getTime() - Date.now(),
    };
    this.pages.set(callerId, page);
    return page;
  }

  /** Read after the version it is kept under, so it can be newer than that, which the statement finds out, but never older. */
  private async commonPolicyOf(version: number): Promise<CommonPolicy> {
    if (this.common?.version === version) return this.common.policy;
    const applications = new Map((await this.loadApplications()).map((application) => [application.name, application]));
    const policy = { applications, suspensions: await this.loadSuspensions() };
    this.common = { version, policy };
    return policy;
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { lastHandouts } from '@app/audit';
import type { Database } from '@app/database';
import type { DueGrant, GrantUpkeep } from '@app/vault';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Task } from '../jobs/task.js';
import type { CircuitBreaker } from '../procedures/circuit-breaker.js';
import type { ObserveScopes } from '../procedures/observe-scopes.js';
import type { RefreshGrant } from '../procedures/refresh-grant.js';

/** Runs at once, over all replicas: each is a job of its own, so that a replica that is gone costs a share of the pace only. */
const SHARES = 3;
const EVERY_SECONDS = 2;
/** Grants of one application that one run looks after at the same time; more only wait for the budget. */
const AT_ONCE = 100;
const LOOK_EVERY_MS = 200;
/** A run ends after this long, so that a stopping replica and a new one get their turn. */
const RUN_MS = 45_000;
/** Longer than DingTalk may take to answer. */
const REFRESH_WITHIN_MS = 150_000;
/** A grant whose token was handed out within this time is in use. */
const IN_USE_MS = 24 * 3_600 * 1_000;

/**
 * Keeps grants alive: refreshes the tokens of those in use before they run out, the refresh tokens of the others before they
 * lapse, takes up refreshes that a killed replica left unfinished, and reads the granted scopes again about once a day.
 * What is due is in the grants themselves; a job only says that somebody should look.
 */
export class RefreshDue {
  constructor(
    private readonly database: Database,
    private readonly upkeep: GrantUpkeep,
    private readonly refreshGrant: RefreshGrant,
    private readonly observeScopes: ObserveScopes,
    private readonly breaker: CircuitBreaker,
    private readonly log: Logger,
  ) {}

  tasks(): Task[] {
    return Array.from({ length: SHARES }, (_, share) => ({
      name: `refresh_due_${share + 1}`,
      everySeconds: EVERY_SECONDS,
      run: (_payload: unknown, signal: AbortSignal) => this.run(signal),
    }));
  }

  /** Until nothing is due any more. A stopping broker waits for the refreshes under way itself, and for nothing else of this. */
  async run(signal: AbortSignal): Promise<void> {
    const until = performance.now() + RUN_MS;
    const underWay = new Map<string, Set<Promise<void>>>();
    while (!signal.aborted && performance.now() < until) {
      const applications = await this.upkeep.dueApplications();
      for (const application of applications) {
        const own = underWay.get(application) ?? new Set();
        underWay.set(application, own);
        await this.fill(application, own);
      }
      if (applications.length === 0 && [...underWay.values()].every(({ size }) => size === 0)) return;
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    if (!signal.aborted) await Promise.all([...underWay.values()].flatMap((own) => [...own]));
  }

  private async fill(application: string, underWay: Set<Promise<void>>): Promise<void> {
    const room = AT_ONCE - underWay.size;
    if (room <= 0 || this.breaker.isOpen(application)) return;
    const due = await this.upkeep.claim(application, room);
    const used = await lastHandouts(
      this.database,
      due.map(({ grantId }) => grantId),
    );
    for (const grant of due) {
      const work = this.lookAfter(grant, isInUse(used.get(grant.grantId)))
        .catch((err: unknown) => this.log.warn({ grantId: grant.grantId, err }, 'upkeep of a grant failed'))
        .finally(() => underWay.delete(work));
      underWay.add(work);
    }
  }

  private async lookAfter(grant: DueGrant, inUse: boolean): Promise<void> {
    const { corpId, grantId, tokenVersion, toObserve, tokenLives } = grant;
    const ask = { corpId, grantId, requestId: uuidv7(), urgency: 'upkeep' } as const;
    if (toObserve && tokenLives) await this.observeScopes.execute(ask);
    if (grant.unfinished || grant.lapsing || (grant.ending && inUse)) {
      const wanted = { ...ask, staleVersion: tokenVersion };
      const outcome = await this.refreshGrant.execute(wanted, REFRESH_WITHIN_MS);
      if (toObserve && !tokenLives && outcome?.kind === 'replaced') await this.observeScopes.execute(ask);
    } else {
      await this.upkeep.leaveAlone(grant);
    }
  }
}

function isInUse(lastHandout: Date | undefined): boolean {
  return lastHandout !== undefined && Date.now() - lastHandout.getTime() < IN_USE_MS;
}

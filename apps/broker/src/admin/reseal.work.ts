import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import {
  KeyNotAtHand,
  type KeyOfOwner,
  type KeyRing,
  type MasterKey,
  RETIREMENT_KNOWN_WITHIN_MS,
  type Reseal,
} from '@app/vault';
import type { Job } from '../jobs/job-records.js';
import type { JobEnding, JobSignal, JobWork } from '../jobs/run-job.task.js';

/** The type of its jobs; kept in rows, so never changed. */
export const RESEAL = 'reseal';

/** By then every replica that is not standing still has noticed, and committed what it sealed before. */
const KNOWN_BY_ALL_MS = 2 * RETIREMENT_KNOWN_WITHIN_MS;
const PASS_EVERY_MS = 500;
/** Passes that find values and can seal none of them anew before that is taken for final. */
const IDLE_PASSES_MAX = 10;
/** Values named in the result. */
const NAMED_MAX = 20;

/** What a rotation was asked to do. */
export interface RotationAsked {
  /** Seals from then on. */
  readonly masterKeyId: string;
  /** Data keys made before are replaced. Database time. */
  readonly madeBefore: string;
  readonly reason: string;
  readonly requestId: string;
}

/**
 * Makes new data keys under the current master key, seals with them all that is sealed with older ones, and forgets those. Each step can
 * be repeated: a value that is sealed anew is not found again, and where a value was replaced meanwhile the newer one stays.
 */
export class ResealWork implements JobWork {
  readonly type = RESEAL;

  constructor(
    private readonly database: Database,
    private readonly masterKey: MasterKey,
    private readonly ring: KeyRing,
    private readonly reseal: Reseal,
    private readonly audit: AuditLog,
  ) {}

  async run(job: Job, report: (done: number) => Promise<JobSignal>): Promise<JobEnding | undefined> {
    const { masterKeyId, madeBefore } = job.request as unknown as RotationAsked;
    await this.expect(masterKeyId);
    const progress = new Progress(job, report);
    if (!(await progress.goesOn())) return this.stopped(job, progress);
    await this.ring.replaceAll(new Date(madeBefore));
    for (let idle = 0; idle < IDLE_PASSES_MAX; ) {
      const before = progress.resealed;
      const left = await this.pass(progress);
      if (progress.signal !== 'go_on') return this.stopped(job, progress);
      if (left === 0) break;
      idle = left === 'too_early' || progress.resealed > before ? 0 : idle + 1;
      await pause(PASS_EVERY_MS);
    }
    return this.done(job, progress);
  }

  /** What is sealed anew here is sealed under this replica's current master key. */
  private async expect(masterKeyId: string): Promise<void> {
    if (this.masterKey.currentKeyId !== masterKeyId) await this.masterKey.lookAgain();
    if (this.masterKey.currentKeyId !== masterKeyId)
      throw new KeyNotAtHand(
        `This replica seals under ${this.masterKey.currentKeyId}, and the rotation is to ${masterKeyId}`,
      );
  }

  /** Once over everything that is sealed with a retired key; answers how many values still are. */
  private async pass(progress: Progress): Promise<number | 'too_early'> {
    let left = 0;
    let tooEarly = false;
    progress.unopened.clear();
    for (const { retiredForMs, ...key } of await this.ring.retired()) {
      await this.passOver(key, progress);
      if (progress.signal !== 'go_on') return left;
      if (retiredForMs < KNOWN_BY_ALL_MS) tooEarly = true;
      else {
        const count = await this.ring.forget(key);
        if (count === 0) progress.forgotten += 1;
        left += count;
      }
    }
    return tooEarly ? 'too_early' : left;
  }

  private async passOver(key: KeyOfOwner, progress: Progress): Promise<void> {
    for (const table of this.ring.tables) {
      let after: string | undefined;
      do {
        const step = await this.reseal.step(table, key, after);
        progress.resealed += step.resealed;
        for (const value of step.unopened) progress.unopened.add(value);
        after = step.next;
        if (!(await progress.goesOn())) return;
      } while (after !== undefined);
    }
  }

  private async stopped(job: Job, progress: Progress): Promise<JobEnding | undefined> {
    if (progress.signal !== 'cancel') return undefined;
    return { state: 'cancelled', result: await this.resultOf(job, progress) };
  }

  private async done(job: Job, progress: Progress): Promise<JobEnding> {
    const { masterKeyId, reason, requestId } = job.request as unknown as RotationAsked;
    const result = await this.resultOf(job, progress);
    const { resealed, forgotten, left } = result;
    const details = { jobId: job.id, masterKeyId, reason, resealed, forgotten, left };
    const outcome = left === 0 ? 'ok' : 'incomplete';
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'key.rotated', outcome, actor: job.actor, requestId, details }),
    );
    return { state: 'done', result };
  }

  private async resultOf({ request }: Job, progress: Progress) {
    await this.ring.count();
    const keys = await this.ring.masterKeys();
    const others = keys.filter(({ id }) => id !== (request as unknown as RotationAsked).masterKeyId);
    return {
      resealed: progress.resealed,
      /** Data keys that were destroyed. */
      forgotten: progress.forgotten,
      /** Values that are still sealed under other master keys. */
      left: others.reduce((sum, { sealed }) => sum + sealed, 0),
      /** Values that somebody changed or moved, so that they do not open. */
      unopened: [...progress.unopened].slice(0, NAMED_MAX),
    };
  }
}

class Progress {
  signal: JobSignal = 'go_on';
  resealed: number;
  forgotten = 0;
  readonly unopened = new Set<string>();

  constructor(
    private readonly job: Job,
    private readonly report: (done: number) => Promise<JobSignal>,
  ) {
    // A runner before this one may have done a part.
    this.resealed = job.done;
  }

  async goesOn(): Promise<boolean> {
    this.signal = await this.report(Math.min(this.resealed, this.job.total));
    return this.signal === 'go_on';
  }
}

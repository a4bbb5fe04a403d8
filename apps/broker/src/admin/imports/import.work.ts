import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../../jobs/job-records.js';
import type { JobEnding, JobSignal, JobWork } from '../../jobs/run-job.task.js';
import type { ImportGrant } from './import-grant.js';
import type { ImportRows } from './import-rows.js';

/** The type of its jobs; kept in rows, so never changed. */
export const IMPORT = 'import';

/** Lines that are worked on at once; how fast DingTalk is asked is the budget's business. */
const AT_ONCE = 16;
const LOOK_AGAIN_MS = 250;

/** What was asked. */
export interface ImportAsked {
  readonly replace: boolean;
  readonly requestId: string;
}

/**
 * Works off the lines of an import, some at a time. Cancelled, it finishes those whose token is spent and drops the others, which whoever
 * imports can bring again.
 */
export class ImportWork implements JobWork {
  readonly type = IMPORT;

  constructor(
    private readonly rows: ImportRows,
    private readonly importGrant: ImportGrant,
  ) {}

  async run(job: Job, report: (done: number) => Promise<JobSignal>): Promise<JobEnding | undefined> {
    const { replace, requestId } = job.request as unknown as ImportAsked;
    const act = { jobId: job.id, actor: job.actor, requestId, replace };
    for (;;) {
      const { all, begun } = await this.rows.undecided(job.id);
      const signal = await report(job.total - all);
      if (signal === 'interrupt') return undefined;
      if (all === 0) return { state: 'done', result: await this.rows.result(job.id) };
      if (signal === 'cancel' && begun === 0) {
        await this.rows.drop(job.id);
        return { state: 'cancelled', result: await this.rows.result(job.id) };
      }
      const taken = await this.rows.take(job.id, AT_ONCE, signal === 'cancel');
      await settled(taken.map((row) => this.importGrant.execute(row, act)));
      if (taken.length === 0) await pause(LOOK_AGAIN_MS);
    }
  }
}

/** All of them come to their end before the first that failed is told. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

import type { Database } from '@app/database';
import type { JobRecords } from './job-records.js';
import type { Jobs } from './jobs.js';
import type { Task } from './task.js';

/** Finds jobs whose replica is gone, or that never got a worker, and has them worked on again: the only retry a job needs. */
export class ResumeJobs implements Task {
  readonly name = 'resume_jobs';
  readonly everySeconds = 5;

  constructor(
    private readonly database: Database,
    private readonly records: JobRecords,
    private readonly jobs: Jobs,
  ) {}

  async run(): Promise<void> {
    for (const jobId of await this.records.abandoned()) {
      await this.database.transaction((tx) =>
        this.jobs.add(tx, 'run_job', { jobId }, { key: `run_job:${jobId}`, maxAttempts: 1 }),
      );
    }
  }
}

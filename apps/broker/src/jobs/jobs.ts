import type { Transaction } from '@app/database';

export interface JobSettings {
  /** Of jobs with one key only the last one added is waiting. */
  readonly key?: string;
  /** Times it is tried, with growing pauses; 25. */
  readonly maxAttempts?: number;
  /** Not before this time; now. */
  readonly runAt?: Date;
}

const addJobSql = `
  select graphile_worker.add_job($1, payload := $2::json, job_key := $3, max_attempts := $4, run_at := coalesce($5, now()))`;

const MAX_ATTEMPTS = 25;

/**
 * Adds jobs in the transaction of whatever makes them necessary: both commit, or neither. A worker that is killed keeps its job
 * locked for hours, so what must not wait that long also has a recurring task that looks for work nobody finished.
 */
export class Jobs {
  async add(
    tx: Transaction,
    task: string,
    payload: object,
    { key, maxAttempts, runAt }: JobSettings = {},
  ): Promise<void> {
    const values = [task, JSON.stringify(payload), key ?? null, maxAttempts ?? MAX_ATTEMPTS, runAt ?? null];
    await tx.query(addJobSql, values);
  }
}

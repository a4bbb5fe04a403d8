import type { Database } from '@app/database';
import type { GrantKey } from '@app/vault';
import type { Job } from '../jobs/job-records.js';
import type { JobEnding, JobSignal, JobWork } from '../jobs/run-job.task.js';
import type { RevokeGrants } from '../procedures/revoke-grants.js';

/** The type of its jobs; kept in rows, so never changed. */
export const BULK_REVOCATION = 'bulk_revocation';

/** Grants between two looks at whether the job is to stop. */
const STEP = 200;

const nextSql = `
  select corp_id as "corpId", grant_id as "grantId" from revocation_job_grants where job_id = $1
  order by corp_id, grant_id limit $2`;
const doneSql = `
  delete from revocation_job_grants
  where job_id = $1 and (corp_id, grant_id) in (select * from unnest($2::text[], $3::uuid[]))`;
const leftSql = 'select count(*)::int as left from revocation_job_grants where job_id = $1';
const forgetSql = 'delete from revocation_job_grants where job_id = $1';
const resultSql = `
  select count(*)::int as revoked, coalesce(sum(jsonb_array_length(live_handouts)), 0)::int as "liveHandouts",
    max(upstream_live_until) as "upstreamLiveUntil"
  from revocations where job_id = $1`;

/**
 * Ends the grants that were listed when the job was confirmed, step by step. A grant leaves the list after its receipt is written, so
 * a step that was cut off is done again: grants that it had ended stay ended, and receipts that it had not written are written.
 */
export class BulkRevocation implements JobWork {
  readonly type = BULK_REVOCATION;

  constructor(
    private readonly database: Database,
    private readonly revokeGrants: RevokeGrants,
  ) {}

  async run(job: Job, report: (done: number) => Promise<JobSignal>): Promise<JobEnding | undefined> {
    const { reason, requestId } = job.request as { reason: string; requestId: string };
    const act = { cause: 'bulk', actor: job.actor, reason, requestId, jobId: job.id } as const;
    for (;;) {
      const left = await this.left(job.id);
      if (left === 0) return { state: 'done', result: await this.resultOf(job, 0) };
      const signal = await report(job.total - left);
      if (signal === 'interrupt') return undefined;
      if (signal === 'cancel') return this.cancelled(job, left);
      await this.step(job.id, act);
    }
  }

  private async step(jobId: string, act: Parameters<RevokeGrants['execute']>[1]): Promise<void> {
    const grants = await this.database.query<GrantKey & Record<string, unknown>>(nextSql, [jobId, STEP]);
    await this.revokeGrants.execute(grants, act);
    await this.database.query(doneSql, [
      jobId,
      grants.map(({ corpId }) => corpId),
      grants.map(({ grantId }) => grantId),
    ]);
  }

  private async cancelled(job: Job, left: number): Promise<JobEnding> {
    const result = await this.resultOf(job, left);
    await this.database.query(forgetSql, [job.id]);
    return { state: 'cancelled', result };
  }

  private async left(jobId: string): Promise<number> {
    const [row] = await this.database.query<{ left: number }>(leftSql, [jobId]);
    return row?.left ?? 0;
  }

  /** `endedBefore` counts grants that somebody else ended between the preview and their turn. */
  private async resultOf({ id, total }: Job, left: number) {
    const [row] = await this.database.query<{ revoked: number; liveHandouts: number; upstreamLiveUntil: Date | null }>(
      resultSql,
      [id],
    );
    if (!row) throw new Error('The revocations were not counted');
    return { ...row, endedBefore: total - left - row.revoked, left };
  }
}

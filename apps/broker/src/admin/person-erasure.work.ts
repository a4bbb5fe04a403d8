import type { AuditLog, Checkpoints, ErasedPerson, EraseFromTrail } from '@app/audit';
import type { Database } from '@app/database';
import type { GrantKey } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import type { Job } from '../jobs/job-records.js';
import type { JobEnding, JobSignal, JobWork } from '../jobs/run-job.task.js';
import type { RevokeGrants } from '../procedures/revoke-grants.js';
import { eraseFromEntitlements, eraseFromJobs, eraseFromTables } from './erase-from-tables.js';
import { tracesSql } from './erase-person.sql.js';

/** The type of its jobs; kept in rows, so never changed. */
export const PERSON_ERASURE = 'person_erasure';

const liveGrantsSql = `
  select corp_id as "corpId", id as "grantId" from grants
  where union_id = $1 and state in ('active', 'suspended', 'needs_consent') order by corp_id, id`;
/** Of the grants that this job has ended, in this run or in one before. */
const endedSql = `
  select count(*)::int as "grantsEnded", coalesce(sum(jsonb_array_length(live_handouts)), 0)::int as "liveHandouts"
  from revocations where union_id = $1 and actor = $2 and revoked_at >= $3`;
const keepResultSql = `update jobs set request = request - '{unionId,reason}'::text[] || jsonb_build_object('result', $2::jsonb) where id = $1`;

interface Asked {
  /** Gone once the person is: then `result` says what was done. */
  readonly unionId?: string;
  readonly pseudonym: string;
  readonly reason: string;
  readonly requestId: string;
  readonly result?: JobEnding['result'];
}

type Traces = Pick<ErasedPerson, 'users' | 'sharedUserIds' | 'grantIds' | 'names'> & Record<string, unknown>;

class Stopped extends Error {}

/**
 * Forgets a person: ends their grants, with receipts; then, in one transaction, takes them out of every table and out of the trail. Before
 * it commits a signed checkpoint names what it has changed. Until then nothing of it has happened, so whoever takes over begins again.
 */
export class PersonErasure implements JobWork {
  readonly type = PERSON_ERASURE;

  constructor(
    private readonly database: Database,
    private readonly revokeGrants: RevokeGrants,
    private readonly trail: EraseFromTrail,
    private readonly checkpoints: Checkpoints,
    private readonly audit: AuditLog,
  ) {}

  async run(job: Job, report: (done: number) => Promise<JobSignal>): Promise<JobEnding | undefined> {
    const asked = job.request as unknown as Asked;
    const { unionId, reason, requestId } = asked;
    if (unionId === undefined) return { state: 'done', result: asked.result ?? {} };
    let signal = await report(0);
    if (signal !== 'go_on') return stopped(signal);
    const grants = await this.database.query<GrantKey & Record<string, unknown>>(liveGrantsSql, [unionId]);
    const act = { cause: 'operator', actor: job.actor, reason, requestId } as const;
    await this.revokeGrants.execute(grants, act);
    const days = await this.trail.days();
    try {
      const result = await this.database.transaction(async (tx) => {
        const [ended] = await tx.query(endedSql, [unionId, job.actor, job.startedAt]);
        const [traces] = await tx.query<Traces>(tracesSql, [unionId]);
        if (!traces) throw new Error('PostgreSQL did not say what is known of the person');
        const person = { ...traces, unionId, pseudonym: asked.pseudonym };
        await eraseFromTables(tx, person);
        const erasureId = uuidv7();
        let erased = 0;
        for (const [n, day] of days.entries()) {
          signal = await report(Math.min(n, job.total));
          if (signal !== 'go_on') throw new Stopped();
          erased += await this.trail.eraseDay(tx, day, person, erasureId);
        }
        const signed = await this.trail.digest(tx, erasureId);
        if (signed.records !== erased) throw new Error(`Erasure ${erasureId} lists more than it has erased`);
        const { pseudonym, grantIds } = person;
        const entitlements = await eraseFromEntitlements(tx, person);
        const done = { erasureId, pseudonym, grants: grantIds.length, ...ended, entitlements, ...signed };
        await eraseFromJobs(tx, person);
        await tx.query(keepResultSql, [job.id, JSON.stringify(done)]);
        // Before the commit: what no checkpoint names would be taken for tampering if this process were killed after it.
        const { replica, number } = await this.checkpoints.announce({ id: erasureId, ...signed });
        const { erasureId: id, ...details } = { ...done, checkpoint: `${replica} ${number}` };
        await this.audit.append(tx, { id, type: 'person.erased', outcome: 'ok', actor: job.actor, requestId, details });
        return done;
      });
      await report(job.total);
      return { state: 'done', result };
    } catch (cause) {
      if (cause instanceof Stopped) return stopped(signal);
      throw cause;
    }
  }
}

function stopped(signal: JobSignal): JobEnding | undefined {
  return signal === 'cancel' ? { state: 'cancelled', result: {} } : undefined;
}

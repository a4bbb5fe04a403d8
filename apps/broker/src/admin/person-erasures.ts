import type { AuditLog, EraseFromTrail } from '@app/audit';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { JobRecords } from '../jobs/job-records.js';
import type { Jobs } from '../jobs/jobs.js';
import { type Act, actorOf } from './act.js';
import { operatorOfPersonSql } from './erase-person.sql.js';
import { PERSON_ERASURE } from './person-erasure.work.js';
import { drawPseudonym } from './pseudonym.js';

/** Owners have a person forgotten. */
export class PersonErasures {
  constructor(
    private readonly database: Database,
    private readonly trail: EraseFromTrail,
    private readonly records: JobRecords,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  /** The job's id. Whether there is anything of the person shows its result: nobody learns by asking who is known here. */
  async start(unionId: string, reason: string, { operator, requestId }: Act): Promise<string> {
    if ((await this.database.query(operatorOfPersonSql, [unionId])).length > 0) {
      throw new BrokerError('conflict', {
        detail:
          'This person is an operator. Take the person off the operator first; operators’ own acts stay on record.',
      });
    }
    const actor = actorOf({ operator });
    const pseudonym = drawPseudonym();
    const total = (await this.trail.days()).length;
    return this.database.transaction(async (tx) => {
      const request = { unionId, pseudonym, reason, requestId };
      const jobId = await this.records.add(tx, { type: PERSON_ERASURE, total, actor, request });
      await this.jobs.add(tx, 'run_job', { jobId }, { maxAttempts: 1 });
      const details = { jobId, type: PERSON_ERASURE };
      await this.audit.append(tx, { type: 'job.started', outcome: 'ok', actor, requestId, details });
      return jobId;
    });
  }
}

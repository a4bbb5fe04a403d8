import type { EraseFromTrail } from '@app/audit';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { Act } from './act.js';
import { operatorOfPersonSql } from './erase-person.sql.js';
import { PERSON_ERASURE } from './person-erasure.work.js';
import { drawPseudonym } from './pseudonym.js';
import type { StartJob } from './start-job.js';

/** Owners have a person forgotten. */
export class PersonErasures {
  constructor(
    private readonly database: Database,
    private readonly trail: EraseFromTrail,
    private readonly startJob: StartJob,
  ) {}

  /** The job's id. Whether there is anything of the person shows its result: nobody learns by asking who is known here. */
  async start(unionId: string, reason: string, act: Act): Promise<string> {
    if ((await this.database.query(operatorOfPersonSql, [unionId])).length > 0) {
      throw new BrokerError('conflict', {
        detail:
          'This person is an operator. Take the person off the operator first; operators’ own acts stay on record.',
      });
    }
    const pseudonym = drawPseudonym();
    const total = (await this.trail.days()).length;
    const request = { unionId, pseudonym, reason, requestId: act.requestId };
    return this.database.transaction((tx) => this.startJob.execute(tx, { type: PERSON_ERASURE, total, request }, act));
  }
}

import type { Retention } from '@app/audit';
import type { Logger } from 'pino';
import type { Task } from '../jobs/task.js';

/** Removes months of the audit trail that are older than is to be kept; without a limit everything is. */
export class CutTrail implements Task {
  readonly name = 'cut_audit_trail';
  readonly everySeconds = 3_600;

  constructor(
    private readonly retention: Retention | undefined,
    private readonly log: Logger,
  ) {}

  async run(): Promise<void> {
    const partitions = (await this.retention?.cut()) ?? [];
    if (partitions.length > 0) this.log.info({ partitions }, 'audit records were removed by retention');
  }
}

import type { AuditLanes, DeadReplicas } from '@app/audit';
import type { Task } from '../jobs/task.js';

/** The audit records of a replica that was killed are proven by another one, and its lanes cost revocations nothing any more. */
export class CloseDeadReplicas implements Task {
  readonly name = 'close_dead_replicas';
  readonly everySeconds = 15;

  constructor(
    private readonly dead: DeadReplicas,
    private readonly lanes: AuditLanes,
  ) {}

  async run(): Promise<void> {
    await this.dead.close(this.lanes.replica);
  }
}

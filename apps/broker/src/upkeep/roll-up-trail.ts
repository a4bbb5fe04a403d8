import type { AuditRollups } from '@app/audit';
import type { Task } from '../jobs/task.js';

/** Counts what has been added to the trail, so that nobody who looks has to read it. */
export class RollUpTrail implements Task {
  readonly name = 'roll_up_trail';
  readonly everySeconds = 5;

  constructor(private readonly rollups: AuditRollups) {}

  async run(_payload: unknown, signal: AbortSignal): Promise<void> {
    await this.rollups.catchUp(signal);
  }
}

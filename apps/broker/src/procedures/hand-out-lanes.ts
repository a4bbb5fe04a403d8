import type { AuditLanes } from '@app/audit';
import type { Database } from '@app/database';
import type { HandOutRow } from './hand-out.sql.js';
import { type HandOutAsk, HandOutLane } from './hand-out-lane.js';

/** Two statements in flight keep PostgreSQL and this process busy at the same time; more only make batches smaller. */
const LANES = 2;

/** The hand-out lanes of this replica. */
export class HandOutLanes {
  private lanes: readonly HandOutLane[] = [];

  constructor(
    private readonly database: Database,
    private readonly auditLanes: AuditLanes,
    private readonly onBatch: (size: number) => void,
  ) {}

  async open(): Promise<void> {
    this.lanes = await Promise.all(
      Array.from({ length: LANES }, async () => {
        const lane = await this.auditLanes.open('handouts');
        return new HandOutLane(this.database, this.auditLanes, lane, this.onBatch);
      }),
    );
  }

  /** Sends through the lane with the least to do. Throws `DatabaseFailure`. */
  async ask(ask: HandOutAsk): Promise<HandOutRow> {
    const idlest = this.lanes.reduce<HandOutLane | undefined>(
      (best, lane) => (best === undefined || lane.load < best.load ? lane : best),
      undefined,
    );
    if (!idlest) throw new Error('The hand-out lanes are not open');
    return idlest.ask(ask);
  }
}

import type { Database } from '@app/database';
import { SlotLease } from './slot-lease.js';
import { type Permit, SlotPool, type Urgency } from './slot-pool.js';

export interface CallBudgetOptions {
  readonly database: Database;
  /** Tells the replicas apart. */
  readonly replica: string;
  /** Slots could not be leased. Calls wait until they can be: nothing leaves without a slot. */
  readonly onTrouble: (cause: unknown) => void;
}

/**
 * How many calls a second may leave for one application and one API of DingTalk, counted over all replicas: as many as the application
 * is registered with. Replicas lease slots from each other's leavings in PostgreSQL; between two leases a permit costs nothing.
 */
export class CallBudget {
  private readonly pools = new Map<string, SlotPool>();
  private readonly lease: SlotLease;

  constructor(private readonly options: CallBudgetOptions) {
    this.lease = new SlotLease(options.database, options.replica);
  }

  /** Waits for leave to make one call; rejects with the signal's reason once it is raised. */
  async take(clientId: string, api: string, urgency: Urgency, signal: AbortSignal): Promise<Permit> {
    const key = `${clientId} ${api}`;
    const pool = this.pools.get(key) ?? this.open(key, clientId, api);
    return pool.take(urgency, signal);
  }

  private open(key: string, clientId: string, api: string): SlotPool {
    const pool = new SlotPool({
      lease: (wanted, underWay) => this.lease.take({ clientId, api }, wanted, underWay),
      giveBack: () => this.lease.giveBack({ clientId, api }),
      onTrouble: this.options.onTrouble,
    });
    this.pools.set(key, pool);
    return pool;
  }
}

import { ARRIVAL_SECONDS, LEASE_SECONDS, WINDOW_SECONDS } from './slot-lease.js';

/** Leave to make one call. Whoever has it ends it exactly once, by `done` or by `unused`. */
export interface Permit {
  /** The first byte of the call is being sent. */
  sent(): void;
  /** The call has ended, whatever came of it. */
  done(): void;
  /** It was not made after all, so it counts for nothing. */
  unused(): void;
}

/** What somebody waits for comes before upkeep. */
export type Urgency = 'waited_for' | 'upkeep';

interface Waiting {
  resolve(permit: Permit): void;
}

export interface SlotPoolOptions {
  /** How many of `wanted` slots may be used from now on; `underWay` of them cannot be given up yet. */
  lease(wanted: number, underWay: number): Promise<number>;
  giveBack(): Promise<void>;
  onTrouble(cause: unknown): void;
}

const WINDOW_MS = WINDOW_SECONDS * 1_000;
const ARRIVED_MS = (ARRIVAL_SECONDS + WINDOW_SECONDS) * 1_000;
/** How often a lease in use is renewed: more than once in its life, so that one lost attempt costs nothing. */
const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;
/** How often more slots are asked for while too few were to be had. */
const ASK_AGAIN_MS = 200;

/**
 * The slots this replica has of one pool. A slot is used again one second after its call ended: DingTalk counted that call at some
 * moment before, so it sees each slot at most once within any second, and the pool at most as often as there are slots. No clock
 * of another machine is needed for that. A call that takes long has arrived after `ARRIVAL_SECONDS`, answered or not, so that a slow
 * DingTalk does not use the budget up.
 */
export class SlotPool {
  private readonly queues: Record<Urgency, Waiting[]> = { waited_for: [], upkeep: [] };
  /** Slots whose call has not ended, or ended less than a second ago. */
  private underWay = 0;
  private mayUse = 0;
  private usableUntil = 0;
  private leasedAt = Number.NEGATIVE_INFINITY;
  private leasing = false;
  private next: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;

  constructor(private readonly options: SlotPoolOptions) {}

  /** Waits for a slot; rejects with the signal's reason once it is raised. */
  async take(urgency: Urgency, signal: AbortSignal): Promise<Permit> {
    signal.throwIfAborted();
    const queue = this.queues[urgency];
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        resolve(permit) {
          signal.removeEventListener('abort', giveUp);
          resolve(permit);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      queue.push(waiting);
      this.handOut();
    });
  }

  private get waiting(): number {
    return this.queues.waited_for.length + this.queues.upkeep.length;
  }

  private handOut(): void {
    while (this.underWay < this.mayUse && performance.now() < this.usableUntil) {
      const next = this.queues.waited_for.shift() ?? this.queues.upkeep.shift();
      if (!next) break;
      this.underWay += 1;
      next.resolve(this.permit());
    }
    if (this.waiting > 0) this.leaseIn(ASK_AGAIN_MS);
    else if (this.usableUntil > 0) this.leaseIn(RENEW_MS);
  }

  private permit(): Permit {
    let freeing: NodeJS.Timeout | undefined;
    let sentAt = Number.POSITIVE_INFINITY;
    let isFree = false;
    const freeIn = (ms: number): void => {
      clearTimeout(freeing);
      freeing = setTimeout(() => {
        isFree = true;
        this.underWay -= 1;
        this.handOut();
      }, ms);
    };
    return {
      sent() {
        sentAt = performance.now();
        freeIn(ARRIVED_MS);
      },
      done() {
        if (!isFree) freeIn(Math.max(0, Math.min(WINDOW_MS, sentAt + ARRIVED_MS - performance.now())));
      },
      unused() {
        freeIn(0);
      },
    };
  }

  /** Within this time of the last lease, or sooner if one is due sooner already. */
  private leaseIn(ms: number): void {
    if (this.leasing) return;
    const at = Math.max(this.leasedAt + ms, performance.now());
    if (this.next && this.next.at <= at) return;
    clearTimeout(this.next?.timer);
    this.next = { at, timer: setTimeout(() => void this.lease(), at - performance.now()) };
  }

  /** Renews what is in use and asks for what is wanted; gives everything back when it is neither. */
  private async lease(): Promise<void> {
    this.next = undefined;
    this.leasing = true;
    const askedAt = performance.now();
    try {
      const { underWay } = this;
      const wanted = this.waiting + underWay;
      // From here on the others may be given whatever this replica has not said it needs, so it begins no more than it says.
      this.mayUse = Math.min(this.mayUse, underWay);
      if (wanted > 0) this.mayUse = await this.options.lease(wanted, underWay);
      // Counted from before the database was asked, so that here it runs out earlier than there.
      this.usableUntil = wanted === 0 ? 0 : askedAt + LEASE_SECONDS * 1_000;
      if (wanted === 0) await this.options.giveBack();
    } catch (cause) {
      this.options.onTrouble(cause);
    }
    this.leasing = false;
    this.leasedAt = performance.now();
    this.handOut();
  }
}

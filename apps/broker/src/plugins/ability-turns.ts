import { PluginStop } from './plugin-stop.js';

/** The call was not awaited any more when its turn came, and nothing of it was done. */
export class NotAwaited extends Error {
  override readonly name = 'NotAwaited';
}

/** What a call brings with it when it waits for its turn. */
interface Waiter {
  readonly ability: string;
  /** Behind a service that hangs, whoever asks is gone by then. */
  readonly patienceMs: number;
  readonly isAwaited: () => boolean;
}

interface Lane {
  working: number;
  readonly waiting: (() => void)[];
}

/**
 * How many calls of one ability are worked on at once. The others wait, first come first served, and hold what DingTalk sent and no
 * more until it is their turn; a service that is slow takes no turn of another one.
 */
export class AbilityTurns {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly atOnce: number) {}

  /** Throws `PluginStop` if its turn comes only when its patience is at an end, and `NotAwaited`. */
  async take<Result>({ ability, patienceMs, isAwaited }: Waiter, work: () => Promise<Result>): Promise<Result> {
    const arrivedAt = performance.now();
    const lane = this.lanes.get(ability) ?? { working: 0, waiting: [] };
    this.lanes.set(ability, lane);
    if (lane.working < this.atOnce) lane.working += 1;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    try {
      if (!isAwaited()) throw new NotAwaited();
      if (performance.now() - arrivedAt > patienceMs)
        throw new PluginStop({ failure: 'busy' }, 'waited for its turn as long as the service may take');
      return await work();
    } finally {
      this.pass(ability, lane);
    }
  }

  /** The turn goes on to who waits longest; it is not given back in between, or whoever comes just then would have it. */
  private pass(ability: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next) {
      next();
      return;
    }
    lane.working -= 1;
    if (lane.working === 0) this.lanes.delete(ability);
  }
}

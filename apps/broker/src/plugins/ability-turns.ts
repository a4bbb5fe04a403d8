import { PluginStop } from './plugin-stop.js';

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

  /**
   * Throws `PluginStop` if its turn comes only when it has waited longer than `patienceMs`: behind a service that hangs, whoever asks is gone
   * by then.
   */
  async take<Result>(ability: string, patienceMs: number, work: () => Promise<Result>): Promise<Result> {
    const arrivedAt = performance.now();
    const lane = this.lanes.get(ability) ?? { working: 0, waiting: [] };
    this.lanes.set(ability, lane);
    if (lane.working < this.atOnce) lane.working += 1;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    try {
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

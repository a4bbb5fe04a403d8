import type { Logger } from 'pino';

/**
 * Lets so many calls in at once. The log hears when calls begin to be turned away, and how many were: a line for each would be more work than
 * the call, when there is too much already.
 */
export class Admission {
  private inside = 0;
  private turnedAway = 0;

  constructor(
    private readonly most: number,
    private readonly log: Logger,
  ) {}

  /** False: turned away. True: `leave` has to be called when the call has ended. */
  enter(): boolean {
    if (this.inside >= this.most) {
      if (this.turnedAway === 0)
        this.log.warn({ most: this.most }, 'too many calls are under way: more are turned away');
      this.turnedAway += 1;
      return false;
    }
    this.inside += 1;
    return true;
  }

  leave(): void {
    this.inside -= 1;
    // Not at the first place that is free, or the log would hear of it a hundred times a second.
    if (this.turnedAway === 0 || this.inside > this.most / 2) return;
    this.log.info({ turnedAway: this.turnedAway }, 'calls are taken again');
    this.turnedAway = 0;
  }
}

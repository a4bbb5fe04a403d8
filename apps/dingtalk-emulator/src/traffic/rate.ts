const SECOND_MS = 1000;

/** The most that happened within any one second, wherever that second begins. */
export class Rate {
  /** The most seen so far. */
  max = 0;
  private recent: number[] = [];
  private first = 0;

  /** @param now a moment not before the last one, in milliseconds */
  happened(now: number): void {
    this.recent.push(now);
    while ((this.recent[this.first] ?? now) <= now - SECOND_MS) this.first += 1;
    this.max = Math.max(this.max, this.recent.length - this.first);
    // Dropping the past only when it is the larger half keeps each call cheap.
    if (this.first * 2 < this.recent.length) return;
    this.recent = this.recent.slice(this.first);
    this.first = 0;
  }
}

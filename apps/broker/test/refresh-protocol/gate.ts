/** What a killed process would have done next never happens. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Where the broker's own code stands still until it is let through: before each statement, and in the middle of a call. */
export class Gate<Point extends string> {
  private held:
    | { readonly point: Point; readonly open: () => void; readonly kill: (cause: Killed) => void }
    | undefined;
  private watching: (() => void) | undefined;
  private dead = false;

  /** For the code under test. */
  async reach(point: Point): Promise<void> {
    if (this.dead) throw new Killed();
    if (this.held) throw new Error(`reached ${point} while held at ${this.held.point}`);
    await new Promise<void>((open, kill) => {
      this.held = { point, open, kill };
      this.watching?.();
    });
  }

  /** Where it stands, once it stands; undefined if `ends` comes first. */
  async standsAt(ends: Promise<unknown>): Promise<Point | undefined> {
    if (!this.held) {
      const arrives = new Promise<void>((resolve) => {
        this.watching = resolve;
      });
      const ended = ends.then(
        () => undefined,
        () => undefined,
      );
      await Promise.race([arrives, ended]);
      this.watching = undefined;
    }
    return this.held?.point;
  }

  open(): void {
    const held = this.held;
    if (!held) throw new Error('nothing stands at the gate');
    this.held = undefined;
    held.open();
  }

  kill(): void {
    this.dead = true;
    this.held?.kill(new Killed());
    this.held = undefined;
  }
}

/** What a proof has started and has to end, last first, whatever happens in between. */
export class Endings {
  private readonly ends: (() => Promise<unknown>)[] = [];

  async started<Part>(part: Promise<Part>, end: (part: Part) => Promise<unknown>): Promise<Part> {
    const value = await part;
    this.ends.push(() => end(value));
    return value;
  }

  async all(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }
}

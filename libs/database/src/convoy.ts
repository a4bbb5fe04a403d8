import { DatabaseFailure } from './database-failure.js';

interface Passenger<Item, Result> {
  readonly item: Item;
  resolve(result: Result | undefined): void;
  reject(cause: unknown): void;
}

/** More would hold too many rows at once. */
const MOST = 100;
/** A statement that hangs keeps those behind it no longer than this. */
const PATIENCE_MS = 250;

/**
 * Work of many that is one statement or one transaction: what arrives while one is under way goes into the next together. Alone it goes
 * at once, so an idle process adds no waiting and a busy one batches by itself. Its connection's trouble is everybody's; anything else
 * may be about one of them, so a batch that fails is done again one by one, once.
 */
export class Convoy<Item, Result> {
  private readonly waiting: Passenger<Item, Result>[] = [];
  private underWay: readonly Passenger<Item, Result>[] | undefined;

  /** @param carry does the work of all and answers in their order; a failure means that nothing was done, or that nobody knows */
  constructor(private readonly carry: (items: readonly Item[]) => Promise<readonly (Result | undefined)[]>) {}

  async join(item: Item): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // After the current turn of the event loop, so that what was read from the sockets together goes together.
      if (this.waiting.length === 1) setImmediate(() => this.depart());
    });
  }

  private depart(): void {
    if (this.underWay || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, MOST);
    this.underWay = batch;
    const next = () => {
      clearTimeout(patience);
      if (this.underWay !== batch) return;
      this.underWay = undefined;
      this.depart();
    };
    const patience = setTimeout(next, PATIENCE_MS);
    void this.send(batch).then(next);
  }

  private async send(batch: readonly Passenger<Item, Result>[]): Promise<void> {
    try {
      const results = await this.carry(batch.map(({ item }) => item));
      for (const [n, { resolve }] of batch.entries()) resolve(results[n]);
    } catch (cause) {
      const oneByOne = batch.length > 1 && (!(cause instanceof DatabaseFailure) || cause.fate === 'refused');
      if (oneByOne) for (const passenger of batch) await this.send([passenger]);
      else for (const { reject } of batch) reject(cause);
    }
  }
}

import type { BrokerError } from '@app/errors';
import type { FeedEntry } from './revocation-feed.sql.js';

/** Entries kept for a client that reads slowly. With more it is left to read them from the table at its own pace. */
const MOST_WAITING = 1_000;

/** Where a follower reads what it was not offered. */
export interface FeedPages {
  /** Up to here everything has been offered to whoever was abreast. */
  readonly tail: number;
  /** At most a page of this caller's entries in (after, upTo]; `complete` if there are no more of them. */
  page(callerId: string, after: number, upTo: number): Promise<{ entries: readonly FeedEntry[]; complete: boolean }>;
}

/** The other end of one stream. */
export interface Following {
  /** Aborted, with the reason, when the stream has ended. */
  readonly signal: AbortSignal;
  end(why: BrokerError): void;
}

/**
 * One stream's place in the feed. Abreast of the tail it is offered what is new; behind it reads pages, from its cursor to the tail.
 * Either way entries come in order and none is left out.
 */
export class Follower {
  private readonly waiting: FeedEntry[] = [];
  private abreast = false;
  private wake: () => void = () => undefined;

  constructor(
    readonly callerId: string,
    private at: number,
    private readonly feed: FeedPages,
    private readonly stream: Following,
  ) {}

  /** Everything of this caller up to here has been given out by `next`. */
  get position(): number {
    return this.at;
  }

  /** The next entries; none if there is nothing new for `withinMs`. Throws why the stream has ended. */
  async next(withinMs: number): Promise<readonly FeedEntry[]> {
    const patience = new AbortController();
    const timer = setTimeout(() => {
      patience.abort();
      this.wake();
    }, withinMs);
    const ended = () => this.wake();
    this.stream.signal.addEventListener('abort', ended);
    try {
      for (;;) {
        this.stream.signal.throwIfAborted();
        const entries = this.abreast ? this.taken() : await this.caughtUp();
        if (entries.length > 0 || patience.signal.aborted) return entries;
        if (this.abreast && this.waiting.length === 0) {
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        }
      }
    } finally {
      clearTimeout(timer);
      this.stream.signal.removeEventListener('abort', ended);
    }
  }

  /** Something new of this caller, in the order of positions. */
  offer(entry: FeedEntry): void {
    if (!this.abreast || entry.position <= this.at) return;
    if (this.waiting.length < MOST_WAITING) this.waiting.push(entry);
    else this.fallBehind();
    this.wake();
  }

  /** Not everything was offered: it has to look for itself. */
  fallBehind(): void {
    this.abreast = false;
    this.waiting.length = 0;
    this.wake();
  }

  end(why: BrokerError): void {
    this.stream.end(why);
  }

  private taken(): readonly FeedEntry[] {
    const entries = this.waiting.splice(0);
    this.at = entries.at(-1)?.position ?? Math.max(this.at, this.feed.tail);
    return entries;
  }

  /** Reads on until there is something, or nothing is left between here and the tail. */
  private async caughtUp(): Promise<readonly FeedEntry[]> {
    const upTo = this.feed.tail;
    if (this.at >= upTo) {
      this.abreast = true;
      return [];
    }
    const { entries, complete } = await this.feed.page(this.callerId, this.at, upTo);
    this.at = complete ? upTo : (entries.at(-1)?.position ?? this.at);
    return entries;
  }
}

import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { Logger } from 'pino';
import type { RevocationNews } from '../procedures/revocation-news.js';
import { Follower, type Following } from './follower.js';
import { startAnew } from './revocation-cursor.js';
import {
  callerIsEnabledSql,
  entriesOfCallerSql,
  entriesOfCallersSql,
  type FeedEntry,
  feedStateSql,
  lookSql,
} from './revocation-feed.sql.js';

/** Between two looks at the feed, where no news of it came. */
const LOOK_EVERY_MS = 2_000;
const AT_ONCE = 500;
/** Streams that read from the table at once, so that a thousand that come back together leave connections for hand-outs. */
const PAGES_AT_ONCE = 4;

export interface FeedState {
  /** The newest position there is. */
  readonly last: number;
  /** Entries up to here are gone. */
  readonly forgotten: number;
  readonly cursorKey: Buffer;
}

/**
 * The feed of revocations, read once for all streams of this replica. Positions are taken under a lock that is held until the commit,
 * so whoever sees one sees all before it.
 */
export class RevocationFeed {
  private readonly followers = new Map<string, Set<Follower>>();
  /** Came while a page was being read that may not hold what is theirs. */
  private readonly newcomers = new Set<Follower>();
  private readonly queue: (() => void)[] = [];
  private pagesRead = 0;
  private offered = 0;
  private lookedAt = 0;
  private looking = false;
  private lookAgain = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    news: Pick<RevocationNews, 'onNews'>,
    private readonly log: Pick<Logger, 'warn'>,
  ) {
    news.onNews(() => void this.look());
  }

  get tail(): number {
    return this.offered;
  }

  /** Throws `forbidden_by_policy` if the caller has been disabled. */
  async admit(callerId: string): Promise<void> {
    if ((await this.database.query(callerIsEnabledSql, [callerId])).length === 0) throw disabled();
  }

  async state(): Promise<FeedState> {
    const [state] = await this.database.query<FeedState & Record<string, unknown>>(feedStateSql);
    if (!state) throw new Error('The feed of revocations has no row');
    return state;
  }

  /** How long ago the feed was last seen as it is, in milliseconds. */
  get ageMs(): number {
    return performance.now() - this.lookedAt;
  }

  /** Follows the feed for one stream, from a position on that `state` has shown to exist. */
  follow(callerId: string, position: number, { last }: FeedState, stream: Following): Follower {
    const follower = new Follower(callerId, position, this, stream);
    if (this.followers.size === 0) {
      this.offered = Math.max(this.offered, last);
      this.lookedAt = performance.now();
    }
    const others = this.followers.get(callerId);
    if (others) others.add(follower);
    else this.followers.set(callerId, new Set([follower]));
    this.newcomers.add(follower);
    void this.look();
    return follower;
  }

  leave(follower: Follower): void {
    this.newcomers.delete(follower);
    const others = this.followers.get(follower.callerId);
    others?.delete(follower);
    if (others?.size === 0) this.followers.delete(follower.callerId);
    if (this.followers.size === 0) clearTimeout(this.timer);
  }

  async page(callerId: string, after: number, upTo: number) {
    return this.inTurn(async () => {
      const values = [callerId, after, upTo, AT_ONCE];
      const entries = await this.database.query<FeedEntry & Record<string, unknown>>(entriesOfCallerSql, values);
      // Looked at afterwards: what had not been forgotten by now was there when the page was read.
      if ((await this.state()).forgotten > after) throw startAnew('is older than what is kept');
      return { entries, complete: entries.length < AT_ONCE };
    });
  }

  private async look(): Promise<void> {
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    clearTimeout(this.timer);
    try {
      while (this.lookAgain && this.followers.size > 0) {
        this.lookAgain = false;
        await this.readOn();
        this.lookedAt = performance.now();
      }
    } catch (err) {
      this.log.warn({ err }, 'revocations are told late: their feed could not be read');
    } finally {
      this.looking = false;
      if (this.followers.size > 0) this.timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
    }
  }

  private async readOn(): Promise<void> {
    const [seen] = await this.database.query<{ last: number; disabled: string[] }>(lookSql, [
      [...this.followers.keys()],
    ]);
    for (const callerId of seen?.disabled ?? []) {
      for (const follower of this.followers.get(callerId) ?? []) follower.end(disabled());
    }
    while (seen && this.offered < seen.last) {
      this.newcomers.clear();
      const values = [this.offered, seen.last, [...this.followers.keys()], AT_ONCE];
      const entries = await this.database.query<FeedEntry & Record<string, unknown>>(entriesOfCallersSql, values);
      for (const entry of entries) {
        for (const follower of this.followers.get(entry.callerId) ?? []) follower.offer(entry);
      }
      const upTo = entries.length < AT_ONCE ? seen.last : (entries.at(-1)?.position ?? seen.last);
      this.offered = Math.max(this.offered, upTo);
      for (const newcomer of this.newcomers) newcomer.fallBehind();
    }
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.pagesRead >= PAGES_AT_ONCE) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.pagesRead += 1;
    try {
      return await work();
    } finally {
      // The turn passes on to whoever waits.
      const next = this.queue.shift();
      if (next) next();
      else this.pagesRead -= 1;
    }
  }
}

function disabled(): BrokerError {
  return new BrokerError('forbidden_by_policy', {
    detail: 'This caller has been disabled by an operator.',
    members: { rule: 'suspended' },
  });
}

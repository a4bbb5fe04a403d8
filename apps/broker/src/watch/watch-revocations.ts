import type { VerifiedCaller } from '@app/callers';
import { BrokerError } from '@app/errors';
import { unauthenticated } from '../access/caller-of.js';
import type { Following } from './follower.js';
import { cursorOf, positionIn, startAnew } from './revocation-cursor.js';
import type { FeedState, RevocationFeed } from './revocation-feed.js';
import type { FeedEntry } from './revocation-feed.sql.js';

/** Without news a stream says that often that there is none, so that its client notices when it is dead. */
const SIGN_OF_LIFE_MS = 15_000;
/** A stream that could not look for that long says nothing more: its silence would be taken for good news. */
const BLIND_MS_MAX = 15_000;
const RETRY_SECONDS = 1;

/** What a watcher is told; without entry: nothing is new up to this cursor. */
export interface Tidings {
  readonly cursor: string;
  readonly entry?: FeedEntry;
}

export interface WatchStream extends Following {
  send(tidings: Tidings): Promise<void>;
}

/** Tells a caller of every revocation that takes something from it. At least once, in the order of the feed. */
export class WatchRevocations {
  constructor(private readonly feed: RevocationFeed) {}

  /** Ends only by throwing: why the stream ended, or a cursor that leads nowhere. */
  async execute(caller: VerifiedCaller, cursor: string | undefined, stream: WatchStream): Promise<never> {
    const { callerId, expiresAt } = caller;
    await this.feed.admit(callerId);
    const state = await this.feed.state();
    const position = startOf(state, callerId, cursor);
    const cursorAt = (place: number) => cursorOf(state.cursorKey, callerId, place);
    // A client that watches from now on can come back to this place from the first moment.
    await stream.send({ cursor: cursorAt(position) });
    const follower = this.feed.follow(callerId, position, state, stream);
    const expiry = expiresAt && setTimeout(() => stream.end(expired()), expiresAt.getTime() - Date.now());
    try {
      for (;;) {
        const entries = await follower.next(SIGN_OF_LIFE_MS);
        for (const entry of entries) await stream.send({ cursor: cursorAt(entry.position), entry });
        if (entries.length > 0) continue;
        if (this.feed.ageMs > BLIND_MS_MAX) {
          throw BrokerError.temporarilyUnavailable(RETRY_SECONDS, 'the feed of revocations cannot be read');
        }
        await stream.send({ cursor: cursorAt(follower.position) });
      }
    } finally {
      clearTimeout(expiry);
      this.feed.leave(follower);
    }
  }
}

function startOf({ cursorKey, last, forgotten }: FeedState, callerId: string, cursor: string | undefined): number {
  if (cursor === undefined) return last;
  const position = positionIn(cursorKey, callerId, cursor);
  if (position < forgotten) throw startAnew('is older than what is kept');
  // The database was set back to an earlier time: what came after it is not what this cursor stands in.
  if (position > last) throw startAnew('is of a time that this database has lost');
  return position;
}

function expired(): BrokerError {
  return unauthenticated('The access token has expired. Get a new one and go on from the last cursor.');
}

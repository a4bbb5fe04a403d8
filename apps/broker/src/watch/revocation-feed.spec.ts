import { setImmediate as turn } from 'node:timers/promises';
import { BrokerError } from '@app/errors';
import { describe, expect, it } from '@jest/globals';
import type { Follower } from './follower.js';
import { type FeedState, RevocationFeed } from './revocation-feed.js';
import {
  callerIsEnabledSql,
  entriesOfCallerSql,
  entriesOfCallersSql,
  type FeedEntry,
  feedStateSql,
  lookSql,
} from './revocation-feed.sql.js';

const cursorKey = Buffer.alloc(32);

/** The table as PostgreSQL would show it: each statement sees what was there when it began, and answers some turns later. */
class FeedTable {
  readonly entries: FeedEntry[] = [];
  forgotten = 0;
  disabled: string[] = [];
  reads = 0;
  fails = false;
  /** Happens while a page is on its way. */
  meanwhile = async (): Promise<void> => undefined;

  add(callerId: string): void {
    const position = this.entries.length + 1;
    this.entries.push({ position, callerId, revocationId: `r${position}` } as FeedEntry);
  }

  readonly query = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const rows = this.rowsOf(text, values);
    this.reads += 1;
    if (text === entriesOfCallersSql) await this.meanwhile();
    for (let turns = Math.random() * 4; turns > 0; turns -= 1) await turn();
    if (this.fails) throw new Error('the database is away');
    return rows as Row[];
  };

  private rowsOf(text: string, values: readonly unknown[]): object[] {
    const last = this.entries.length;
    const between = (after: unknown, upTo: unknown, limit: unknown, callers: readonly string[]) =>
      this.entries
        .filter(({ position }) => position > Number(after) && position <= Number(upTo))
        .filter(({ callerId }) => callers.includes(callerId))
        .slice(0, Number(limit));
    switch (text) {
      case feedStateSql:
        return [{ last, forgotten: this.forgotten, cursorKey } satisfies FeedState];
      case callerIsEnabledSql:
        return this.disabled.includes(String(values[0])) ? [] : [{}];
      case lookSql:
        return [{ last, disabled: this.disabled.filter((id) => (values[0] as string[]).includes(id)) }];
      case entriesOfCallersSql:
        return between(values[0], values[1], values[3], values[2] as string[]);
      case entriesOfCallerSql:
        return between(values[1], values[2], values[3], [String(values[0])]);
      default:
        throw new Error(`an unknown statement: ${text}`);
    }
  }
}

interface Listening {
  readonly follower: Follower;
  readonly heard: FeedEntry[];
  readonly from: number;
  readonly stream: AbortController;
  readonly ended: Promise<unknown>;
}

function setUp() {
  const table = new FeedTable();
  let news = (): void => undefined;
  const warnings: unknown[] = [];
  const feed = new RevocationFeed(
    table,
    {
      onNews: (hear) => {
        news = hear;
      },
    },
    { warn: (...said: unknown[]) => void warnings.push(said) },
  );
  const listen = async (callerId: string, from?: number): Promise<Listening> => {
    const state = await feed.state();
    const start = from ?? state.last;
    const stream = new AbortController();
    const { signal } = stream;
    const follower = feed.follow(callerId, start, state, { signal, end: (why) => stream.abort(why) });
    const heard: FeedEntry[] = [];
    const read = async () => {
      for (;;) {
        heard.push(...(await follower.next(1_000)));
        await turn();
      }
    };
    const ended = read()
      .catch((why: unknown) => why)
      .finally(() => feed.leave(follower));
    return { follower, heard, from: start, stream, ended };
  };
  const leave = async ({ stream, ended }: Listening) => {
    stream.abort(new Error('left'));
    await ended;
  };
  const settled = async (all: readonly Listening[]) => {
    for (let turns = 0; turns < 5_000; turns += 1) {
      if (all.every(({ heard, from, follower }) => heard.length === expected(table, follower, from).length)) return;
      await turn();
    }
  };
  return { table, feed, tell: () => news(), warnings, listen, leave, settled };
}

const expected = ({ entries }: FeedTable, { callerId }: Follower, from: number) =>
  entries.filter((one) => one.position > from && one.callerId === callerId);

describe(RevocationFeed.name, () => {
  it('gives everybody all of their own, once and in order, whenever they came and however much is written meanwhile', async () => {
    const { table, tell, listen, leave, settled } = setUp();
    const anyOf = (many: number) => Math.floor(Math.random() * many);
    const coming: Promise<Listening>[] = [];
    for (let round = 0; round < 600; round += 1) {
      // Most who come are the first of their caller, so that no statement under way asks for what is theirs.
      table.add(`caller-${anyOf(30)}`);
      if (Math.random() < 0.7) tell();
      if (round % 8 === 0) {
        const from = Math.random() < 0.3 ? anyOf(table.entries.length) : undefined;
        coming.push(listen(`caller-${anyOf(30)}`, from));
      }
      if (round % 10 === 9) {
        const [gone] = coming.splice(0, 1);
        if (gone) await leave(await gone);
      }
      if (Math.random() < 0.3) await turn();
    }
    tell();
    const all = await Promise.all(coming);
    await settled(all);
    for (const { heard, follower, from } of all) expect(heard).toEqual(expected(table, follower, from));
    await Promise.all(all.map(leave));
  });

  it('leaves nothing out for one that comes while a page is on its way that does not hold what is theirs', async () => {
    const { table, feed, tell, listen, leave, settled } = setUp();
    const early = await listen('early');
    await settled([early]);
    const state = await feed.state();
    const stream = new AbortController();
    const late = new Promise<readonly FeedEntry[]>((resolve) => {
      table.meanwhile = async () => {
        table.meanwhile = async () => undefined;
        const { signal } = stream;
        const follower = feed.follow('late', state.last, state, { signal, end: () => undefined });
        resolve(follower.next(5_000).finally(() => feed.leave(follower)));
      };
    });
    table.add('late');
    tell();
    expect(await late).toEqual(table.entries);
    await leave(early);
  });

  it('reads the feed once for all who watch, not once for each', async () => {
    const { table, tell, listen, leave, settled } = setUp();
    const all = await Promise.all(Array.from({ length: 200 }, () => listen('a')));
    await settled(all);
    for (let turns = 0; turns < 50; turns += 1) await turn();
    const before = table.reads;
    table.add('a');
    tell();
    await settled(all);
    expect(all.map(({ heard }) => heard.length)).toEqual(all.map(() => 1));
    expect(table.reads - before).toBeLessThan(5);
    await Promise.all(all.map(leave));
  });

  it('keeps little for one that does not take it, and leaves nothing out', async () => {
    const { table, feed, tell } = setUp();
    const stream = new AbortController();
    const follower = feed.follow('a', 0, await feed.state(), { signal: stream.signal, end: () => undefined });
    expect(await follower.next(1)).toEqual([]);
    for (let n = 0; n < 3_000; n += 1) table.add('a');
    tell();
    for (let turns = 0; turns < 100; turns += 1) await turn();
    const heard: FeedEntry[] = [];
    while (heard.length < 3_000) heard.push(...(await follower.next(1_000)));
    expect(heard).toEqual(table.entries);
    feed.leave(follower);
  });

  it('ends the streams of a caller that was disabled, and no others', async () => {
    const { table, tell, listen, leave } = setUp();
    const [disabled, other] = [await listen('a'), await listen('b')];
    table.disabled = ['a'];
    tell();
    expect(await disabled.ended).toMatchObject({ code: 'forbidden_by_policy' } satisfies Partial<BrokerError>);
    expect(other.stream.signal.aborted).toBe(false);
    await leave(other);
  });

  it('ends a stream whose entries were forgotten before it came to them', async () => {
    const { table, listen } = setUp();
    table.add('a');
    table.forgotten = 1;
    const { ended } = await listen('a', 0);
    expect(await ended).toMatchObject({ code: 'invalid_request' });
  });

  it('knows how long it could not look, and looks again', async () => {
    const { table, feed, tell, listen, leave, warnings, settled } = setUp();
    const one = await listen('a');
    await settled([one]);
    table.fails = true;
    tell();
    while (warnings.length === 0) await turn();
    expect(feed.ageMs).toBeGreaterThan(0);
    table.fails = false;
    table.add('a');
    tell();
    await settled([one]);
    expect(one.heard).toHaveLength(1);
    await leave(one);
  });
});

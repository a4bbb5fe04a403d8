import type { Database, Transaction } from '@app/database';
import { erasureDigest, type ListDigest } from '../proof/erasure-digest.js';
import type { ErasureEntry } from '../proof/trail.js';
import { entriesSql, eraseRecordsSql, oldestSql, recordsOfDaySql, todaySql } from './erase.sql.js';
import type { ErasedPerson } from './erased-person.js';
import { withoutPerson } from './without-person.js';

interface PersonalRecord extends Record<string, unknown> {
  readonly corpId: string;
  readonly occurredAt: string;
  readonly lane: number;
  readonly seq: number;
  readonly actor: string;
  readonly details: Readonly<Record<string, unknown>> | null;
  /** False: it only mentions them. */
  readonly about: boolean;
}

const RECORDS_AT_ONCE = 500;
const ENTRIES_PAGE = 2_000;
const DAY_MS = 86_400_000;
/** In place of the request ids of erased records: they are what nobody could guess of a line of which its hash is still there. */
const NO_REQUEST = 'erased';

/**
 * Takes a person out of the trail and leaves the chain whole: their records keep the hash they were signed with, beside that of what
 * they say now, and a checkpoint names the list of both. Everything in one transaction, or the trail would be broken in between: announce
 * what `digest` answers (`Checkpoints.announce`), then append the record `erasureId` that says so, as the last statement.
 */
export class EraseFromTrail {
  constructor(private readonly database: Database) {}

  /** Days of the trail, the oldest first, as `YYYY-MM-DD`. */
  async days(): Promise<string[]> {
    const [oldest] = await this.database.query<{ day: string | null }>(oldestSql);
    const [today] = await this.database.query<{ day: string }>(todaySql);
    const from = oldest?.day ? Date.parse(oldest.day) : Number.POSITIVE_INFINITY;
    const to = today ? Date.parse(today.day) : 0;
    const days = Math.max(0, (to - from) / DAY_MS + 1);
    return Array.from({ length: days }, (_, n) => new Date(from + n * DAY_MS).toISOString().slice(0, 10));
  }

  /** How many records were erased. */
  async eraseDay(tx: Transaction, day: string, person: ErasedPerson, erasureId: string): Promise<number> {
    const { unionId, users, grantIds, pseudonym } = person;
    const corpIds = users.map(({ corpId }) => corpId);
    const userIds = users.map(({ userId }) => userId);
    let all = 0;
    for (let found = RECORDS_AT_ONCE; found === RECORDS_AT_ONCE; ) {
      const values = [day, unionId, corpIds, userIds, grantIds, RECORDS_AT_ONCE];
      const records = await tx.query<PersonalRecord>(recordsOfDaySql, values);
      found = records.length;
      if (found === 0) break;
      const erased = await tx.query(eraseRecordsSql, [
        records.map(({ corpId }) => corpId),
        records.map(({ occurredAt }) => occurredAt),
        records.map(({ lane }) => lane),
        records.map(({ seq }) => seq),
        records.map(({ actor }) => (actor === `person:${unionId}` ? `person:${pseudonym}` : actor)),
        records.map(({ details, about }) => details && JSON.stringify(withoutPerson(details, person, about))),
        pseudonym,
        NO_REQUEST,
        erasureId,
      ]);
      if (erased.length !== found) throw new Error('Records that were to be erased are not there any more');
      all += found;
    }
    return all;
  }

  /** What a checkpoint has to name, and the record of this erasure to say. */
  async digest(tx: Transaction, erasureId: string): Promise<ListDigest> {
    return erasureDigest(entriesOf(tx, erasureId));
  }
}

async function* entriesOf(tx: Transaction, erasureId: string): AsyncGenerator<ErasureEntry> {
  for (let last = { lane: 0, seq: 0 }; ; ) {
    const values = [erasureId, last.lane, last.seq, ENTRIES_PAGE];
    const page = await tx.query<ErasureEntry & Record<string, unknown>>(entriesSql, values);
    yield* page;
    if (page.length < ENTRIES_PAGE) return;
    last = page.at(-1) ?? last;
  }
}

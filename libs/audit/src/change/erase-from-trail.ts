import type { Database, Transaction } from '@app/database';
import { erasureDigest, type ListDigest } from '../proof/erasure-digest.js';
import type { ErasureEntry } from '../proof/trail.js';
import { entriesSql, eraseRecordsSql, oldestSql, recordsOfDaySql, todaySql } from './erase.sql.js';
import { type ErasedPerson, mentionOf } from './erased-person.js';
import { withoutMention, withoutPerson } from './without-person.js';

interface PersonalRecord extends Record<string, unknown> {
  readonly corpId: string;
  readonly occurredAt: string;
  readonly lane: number;
  readonly seq: number;
  readonly actor: string;
  readonly purpose: string | null;
  readonly details: Readonly<Record<string, unknown>> | null;
  /** False: it only mentions them. */
  readonly about: boolean;
}

const RECORDS_AT_ONCE = 500;
const BEFORE_ALL = { occurredAt: '-infinity', lane: 0, seq: 0 };
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
    const { unionId, users, grantIds } = person;
    const corpIds = users.map(({ corpId }) => corpId);
    const userIds = users.map(({ userId }) => userId);
    const whom = [day, unionId, corpIds, userIds, grantIds, mentionOf(person)];
    let all = 0;
    for (let last = BEFORE_ALL; ; ) {
      const values = [...whom, last.occurredAt, last.lane, last.seq, RECORDS_AT_ONCE];
      const records = await tx.query<PersonalRecord>(recordsOfDaySql, values);
      const erased = records.flatMap((record) => erasedOf(record, person) ?? []);
      await this.erase(tx, erased, person, erasureId);
      all += erased.length;
      if (records.length < RECORDS_AT_ONCE) return all;
      last = records.at(-1) ?? last;
    }
  }

  private async erase(
    tx: Transaction,
    records: readonly PersonalRecord[],
    { pseudonym }: ErasedPerson,
    erasureId: string,
  ): Promise<void> {
    if (records.length === 0) return;
    const erased = await tx.query(eraseRecordsSql, [
      records.map(({ corpId }) => corpId),
      records.map(({ occurredAt }) => occurredAt),
      records.map(({ lane }) => lane),
      records.map(({ seq }) => seq),
      records.map(({ actor }) => actor),
      records.map(({ purpose }) => purpose),
      records.map(({ details }) => details && JSON.stringify(details)),
      records.map(({ about }) => about),
      pseudonym,
      NO_REQUEST,
      erasureId,
    ]);
    if (erased.length !== records.length) throw new Error('Records that were to be erased are not there any more');
  }

  /** What a checkpoint has to name, and the record of this erasure to say. */
  async digest(tx: Transaction, erasureId: string): Promise<ListDigest> {
    return erasureDigest(entriesOf(tx, erasureId));
  }
}

/** What is left of a record; undefined if nothing in it is of the person. */
function erasedOf(record: PersonalRecord, person: ErasedPerson): PersonalRecord | undefined {
  const { actor, purpose, details, about } = record;
  const left = {
    actor: actor === `person:${person.unionId}` ? `person:${person.pseudonym}` : actor,
    purpose: about || purpose === null ? null : withoutMention(purpose, person),
    details: details && withoutPerson(details, person, about),
  };
  const isChanged =
    about ||
    left.actor !== actor ||
    left.purpose !== purpose ||
    JSON.stringify(left.details) !== JSON.stringify(details);
  return isChanged ? { ...record, ...left } : undefined;
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

import type { Database } from '@app/database';
import { alikeHandoutsSql, countRecordsSql, windowSql } from './sql/handouts-of-caller.sql.js';

/** So many records of a caller are looked at, refusals among them: an index of what left alone would be written by every hand-out for this. */
const RECORDS_MAX = 10_080;
/** Where there are more, each of so many parts of the time contributes its newest. */
const PARTS = 360;

/** Hand-outs of a caller that were alike: of the same person, with the same scopes, in the same way. */
export interface AlikeHandouts {
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string | null;
  /** Of a raw token all that it carried, asked for or not. */
  readonly scopes: readonly string[];
  readonly delivery: 'token' | 'handle' | 'gateway';
  readonly hasPurpose: boolean;
  readonly count: number;
  /** The last of them. */
  readonly handoutId: string;
  readonly occurredAt: Date;
  readonly purpose: string | null;
}

interface HandoutsOfCaller {
  /** As many days ago as asked, or where the trail begins by now. */
  readonly since: Date;
  readonly until: Date;
  /** There were too many to look at each; those that were are spread evenly over the time. */
  readonly isSample: boolean;
  /** The newest first. */
  readonly alike: readonly AlikeHandouts[];
}

/** What left to a caller within the last `days`. Reads a bounded number of records, however many there are. */
export async function handoutsOfCaller(database: Database, callerId: string, days: number): Promise<HandoutsOfCaller> {
  const [window] = await database.query<{ since: Date; until: Date }>(windowSql, [days]);
  if (!window) throw new Error('the database does not tell the time');
  const inParts = [callerId, window.since, window.until, PARTS];
  const [counted] = await database.query<{ records: number }>(countRecordsSql, [...inParts, RECORDS_MAX + 1]);
  const isSample = (counted?.records ?? 0) > RECORDS_MAX;
  const alike = await database.query<AlikeHandouts & Record<string, unknown>>(alikeHandoutsSql, [
    ...inParts,
    isSample ? RECORDS_MAX / PARTS : RECORDS_MAX,
  ]);
  return { ...window, isSample, alike };
}

import type { Database } from '@app/database';
import { countPeopleSql, peopleByScopeSql } from './sql/scope-people.sql.js';

/** How many people have granted each scope, and when that was counted. */
export interface PeopleByScope {
  readonly countedAt: Date;
  /** A scope nobody has granted is absent. */
  readonly people: Readonly<Record<string, number>>;
}

/** A count may take this part of one core at most, so that many grants are counted rarely and few at once. */
const SHARE = 0.02;

/** The row of `scope_people`: counted now and then, because a count at each request would read every grant there is. */
export class ScopePeople {
  constructor(private readonly database: Database) {}

  /** Counts again, unless the last count was too dear to be so recent. */
  async count(): Promise<void> {
    await this.database.query(countPeopleSql, [1 / SHARE]);
  }

  /** Undefined before the first count. */
  async read(): Promise<PeopleByScope | undefined> {
    const [row] = await this.database.query<PeopleByScope & Record<string, unknown>>(peopleByScopeSql);
    return row;
  }
}

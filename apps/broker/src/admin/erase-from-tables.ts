import { type ErasedPerson, mentionOf, withoutPerson } from '@app/audit';
import type { Transaction } from '@app/database';
import {
  eraseFromReasonsSql,
  erasePersonSql,
  holdCallersSql,
  mayNameSql,
  putBackSql,
  raisePolicyVersionsSql,
} from './erase-person.sql.js';

type Json = Readonly<Record<string, unknown>>;

/** Takes the person out of every table but the trail, and those that are waited for. */
export async function eraseFromTables(tx: Transaction, person: ErasedPerson): Promise<void> {
  for (const sql of erasePersonSql) await tx.query(sql, valuesOf(person));
}

/**
 * Takes the person out of what services may ask for, now and in every earlier version. A service whose list named them has the pseudonym in it,
 * so that a list of one does not come to mean nobody or everybody. Answers how many entitlements named them.
 */
export async function eraseFromEntitlements(tx: Transaction, person: ErasedPerson): Promise<number> {
  await tx.query(holdCallersSql);
  for (const sql of eraseFromReasonsSql) await tx.query(sql, valuesOf(person));
  const callers = await eraseFromJson(tx, 'entitlements', 'people', 'caller_id', person);
  if (callers.length > 0) await tx.query(raisePolicyVersionsSql, [callers]);
  await eraseFromJson(tx, 'entitlement_versions', 'entitlements', 'caller_id', person);
  return callers.length;
}

/** Of the job that does it, too: from then on its heartbeat waits for the commit. */
export async function eraseFromJobs(tx: Transaction, person: ErasedPerson): Promise<void> {
  for (const column of ['request', 'result']) await eraseFromJson(tx, 'jobs', column, 'id', person);
}

function valuesOf(person: ErasedPerson): unknown[] {
  const { unionId, users, grantIds, names, pseudonym } = person;
  const corpIds = users.map(({ corpId }) => corpId);
  const userIds = users.map(({ userId }) => userId);
  return [unionId, corpIds, userIds, grantIds, names, pseudonym, mentionOf(person)];
}

/** The column `of` of each row that was changed. */
async function eraseFromJson(
  tx: Transaction,
  table: string,
  column: string,
  of: string,
  person: ErasedPerson,
): Promise<string[]> {
  const ids = [person.unionId, ...person.users.map(({ userId }) => userId)];
  const rows = await tx.query<{ at: string; kept: Json }>(mayNameSql(table, column), [ids, mentionOf(person)]);
  const changed = rows.flatMap(({ at, kept }) => {
    const left = JSON.stringify(withoutPerson(kept, person, false));
    return left === JSON.stringify(kept) ? [] : [{ at, left }];
  });
  if (changed.length === 0) return [];
  const values = [changed.map(({ at }) => at), changed.map(({ left }) => left)];
  return (await tx.query<{ of: string }>(putBackSql(table, column, of), values)).map((row) => row.of);
}

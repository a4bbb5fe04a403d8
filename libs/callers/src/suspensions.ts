import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import { raisePolicyVersion } from './policy-version.js';
import {
  lockPolicySql,
  sayWordSql,
  suspensionOfSql,
  suspensionsInForceSql,
  suspensionsPageSql,
} from './sql/suspensions.sql.js';
import type { Suspension, SuspensionFilter, SuspensionPosition, SuspensionSubject } from './suspension.js';

/** What a source says about a subject, and when it said it. */
export interface SuspensionWord {
  readonly subject: SuspensionSubject;
  /** A subject is suspended while any source says so: what an operator suspended, DingTalk does not restore. */
  readonly source: Suspension['source'];
  readonly actor: string;
  readonly reason: string;
  /** When it was said, where that is not now: words of DingTalk arrive late, twice and out of order, and the newest counts. */
  readonly at?: Date;
}

/** The rows of `suspensions`. Every change holds from the very next hand-out statement, on every replica. */
export class Suspensions {
  constructor(private readonly database: Database) {}

  /** True if this source had not suspended it. */
  async suspend(tx: Transaction, word: SuspensionWord): Promise<boolean> {
    return this.say(tx, word, false);
  }

  /** True if this source had suspended it; another source may still hold it. */
  async lift(tx: Transaction, word: SuspensionWord): Promise<boolean> {
    return this.say(tx, word, true);
  }

  /** What is suspended now, by whichever source; a subject may be in it twice. */
  async all(): Promise<SuspensionSubject[]> {
    return this.database.query<SuspensionSubject & Record<string, unknown>>(suspensionsInForceSql);
  }

  /** Undefined if this source never said anything about it. */
  async find(subject: SuspensionSubject, source: Suspension['source']): Promise<Suspension | undefined> {
    const [row] = await this.database.query<Suspension & Record<string, unknown>>(suspensionOfSql, [
      ...keyOf(subject),
      source,
    ]);
    return row;
  }

  /** At most `limit` after the position given, newest first, and the position to go on from if there are more. */
  async page(
    { kind, holds }: SuspensionFilter,
    limit: number,
    after?: SuspensionPosition,
  ): Promise<{ suspensions: Suspension[]; next?: SuspensionPosition }> {
    const rows = await this.database.query<Suspension & { position: string }>(suspensionsPageSql, [
      kind ?? null,
      holds ?? null,
      after?.effectiveAt ?? null,
      after?.id ?? null,
      limit + 1,
    ]);
    const suspensions = rows.slice(0, limit).map(({ position: _, ...suspension }) => suspension);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { suspensions, ...(last && { next: { effectiveAt: last.position, id: last.id } }) };
  }

  private async say(
    tx: Transaction,
    { subject, source, actor, reason, at }: SuspensionWord,
    lifted: boolean,
  ): Promise<boolean> {
    await tx.query(lockPolicySql);
    const [said] = await tx.query<{ changed: boolean }>(sayWordSql, [
      uuidv7(),
      ...keyOf(subject),
      source,
      actor,
      reason,
      at ?? null,
      lifted,
    ]);
    if (!said?.changed) return false;
    await raisePolicyVersion(tx);
    return true;
  }
}

/** Kind, application, organisation, scope: which row a subject is. */
function keyOf(subject: SuspensionSubject): (string | null)[] {
  switch (subject.kind) {
    case 'organisation':
      return [subject.kind, null, subject.corpId, null];
    case 'scope':
      return [subject.kind, null, null, subject.scope];
    case 'application_in_organisation':
      return [subject.kind, subject.application, subject.corpId, null];
  }
}

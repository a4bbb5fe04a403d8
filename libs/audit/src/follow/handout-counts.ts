import type { Database } from '@app/database';
import { countHandoutsSql, handoutCountsSql } from './handout-counts.sql.js';
import { TrailFollower } from './trail-follower.js';

/** A grant, by its key. */
interface CountedGrant {
  readonly corpId: string;
  readonly id: string;
}

/**
 * How often something of each grant left, counted from the trail as it grows: a list of grants reads a number for each of them, and handing
 * out writes nothing for it.
 */
export class HandoutCounts {
  private readonly follower: TrailFollower;

  constructor(private readonly database: Database) {
    this.follower = new TrailFollower(database, 'grant_handouts', async (tx, records) => {
      await tx.query(countHandoutsSql, [...records]);
    });
  }

  /** Afterwards everything counts that was committed before. */
  async count(signal?: AbortSignal): Promise<void> {
    await this.follower.catchUp(signal);
  }

  /** By grant id; grants never used, or not yet counted, are absent. */
  async of(grants: readonly CountedGrant[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ grantId: string; handouts: number }>(handoutCountsSql, [
      grants.map(({ corpId }) => corpId),
      grants.map(({ id }) => id),
    ]);
    return new Map(rows.map(({ grantId, handouts }) => [grantId, handouts]));
  }
}

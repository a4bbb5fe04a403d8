import type { PoolClient, QueryResultRow } from 'pg';
import { DatabaseFailure } from './database-failure.js';
import { type NamedSql, queryConfig } from './sql.js';

/**
 * One open transaction. Flows open it and pass it to every capability that writes, so that "the grant changed" and
 * "the audit record exists" are one commit without the two capabilities knowing each other.
 */
export class Transaction {
  private readonly afterwards: (() => void)[] = [];

  constructor(
    private readonly client: PoolClient,
    private readonly prepared: boolean,
  ) {}

  /** Called once the transaction is known to be committed; never if it was rolled back or if its end is unknown. Must not throw. */
  afterCommit(hook: () => void): void {
    this.afterwards.push(hook);
  }

  /** For whoever commits it. */
  committed(): void {
    for (const hook of this.afterwards) hook();
  }

  async query<Row extends QueryResultRow>(sql: string | NamedSql, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const { rows } = await this.client.query<Row>(queryConfig(sql, values, this.prepared));
      return rows;
    } catch (cause) {
      throw DatabaseFailure.of(cause);
    }
  }
}

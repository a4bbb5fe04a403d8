import type { PoolClient, QueryResultRow } from 'pg';
import { DatabaseFailure } from './database-failure.js';
import { type NamedSql, queryConfig } from './sql.js';

/**
 * One open transaction. Flows open it and pass it to every capability that writes, so that "the grant changed" and
 * "the audit record exists" are one commit without the two capabilities knowing each other.
 */
export class Transaction {
  constructor(
    private readonly client: PoolClient,
    private readonly prepared: boolean,
  ) {}

  async query<Row extends QueryResultRow>(sql: string | NamedSql, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const { rows } = await this.client.query<Row>(queryConfig(sql, values, this.prepared));
      return rows;
    } catch (cause) {
      throw DatabaseFailure.of(cause);
    }
  }
}

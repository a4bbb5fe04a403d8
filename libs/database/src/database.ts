import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DatabaseFailure } from './database-failure.js';
import { type NamedSql, queryConfig } from './sql.js';
import { Transaction } from './transaction.js';

export interface DatabaseOptions {
  readonly pool: Pool;
  /** Named prepared statements; off behind a pooler in transaction mode that does not track them. */
  readonly prepared: boolean;
}

/** A named statement that is not waited for as long as any other. */
export interface Statement extends NamedSql {
  /** Milliseconds after which the caller stops waiting and the connection is closed. */
  readonly deadlineMs: number;
}

/**
 * Hand-written SQL over the same pool that TypeORM uses.
 *
 * No session state is kept on connections, so it works through a pooler in transaction mode; that is also why the deadline is
 * kept on this side: when it passes, the connection is closed, and the failure's fate is `unknown`.
 */
export class Database {
  private readonly pool: Pool;
  private readonly prepared: boolean;
  private lastAlone: Promise<unknown> = Promise.resolve();

  constructor(options: DatabaseOptions) {
    this.pool = options.pool;
    outliveLostConnections(options.pool);
    this.prepared = options.prepared;
  }

  /** Like `query`, and gives up at the statement's own deadline. */
  async run<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const client = await this.connect();
    let timer: NodeJS.Timeout | undefined;
    try {
      const deadline = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error(`no answer to ${statement.name} in ${statement.deadlineMs} ms`)),
          statement.deadlineMs,
        );
      });
      const answer = client.query<Row>(queryConfig(statement, values, this.prepared));
      answer.catch(() => undefined);
      const { rows } = await Promise.race([answer, deadline]);
      client.release();
      return rows;
    } catch (cause) {
      const failure = DatabaseFailure.of(cause);
      client.release(failure.fate === 'unknown');
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs one statement in a transaction of its own; a bare text is for paths that are not hot. Throws `DatabaseFailure`. */
  async query<Row extends QueryResultRow>(sql: string | NamedSql, values: readonly unknown[] = []): Promise<Row[]> {
    // Not `pool.query`: there, a server that lets nobody in looks like one that refused the statement.
    const client = await this.connect();
    try {
      const { rows } = await client.query<Row>(queryConfig(sql, values, this.prepared));
      client.release();
      return rows;
    } catch (cause) {
      const failure = DatabaseFailure.of(cause);
      client.release(failure.fate === 'unknown');
      throw failure;
    }
  }

  /** Commits what `work` did, or nothing of it. Throws what `work` threw, or `DatabaseFailure`. */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const client = await this.connect();
    let broken = false;
    try {
      const tx = new Transaction(client, this.prepared);
      await tx.query('begin');
      const result = await work(tx);
      await tx.query('commit');
      tx.committed();
      return result;
    } catch (cause) {
      broken = !(await rolledBack(client));
      throw cause;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Like `transaction`, and one at a time in this process: for work that asks over other connections while it holds its own. Of such work, as
   * many at once as the pool has connections would wait for each other, and everything else with them. Never within another of them.
   */
  async transactionAlone<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const alone = this.lastAlone.then(() => this.transaction(work));
    this.lastAlone = alone.catch(() => undefined);
    return alone;
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (cause) {
      throw new DatabaseFailure('not_sent', cause);
    }
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

/**
 * While a connection is out of the pool nobody else listens for its end, and an `error` event without a listener ends the process.
 * There is nothing to do here: the statement under way, or the next one, fails with the same news. Listened for from the very turn
 * in which the connection is handed out, because its end may be in the same packet as the greeting.
 */
function outliveLostConnections(pool: Pool): void {
  if (!pool.listeners('acquire').includes(outlive)) pool.on('acquire', outlive);
}

function outlive(client: PoolClient): void {
  if (!client.listeners('error').includes(lost)) client.on('error', lost);
}

function lost(): void {}

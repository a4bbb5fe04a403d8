import pg from 'pg';
import type { TestDatabase } from '../../apps/broker/test/harness/database.js';

/** Any number that the product does not lock. */
const LOCK = 77_000_001;

/**
 * Where in a refresh the database makes a broker wait, by what the statement there changes. `commit` is inside the commit: after the last
 * statement, before anybody else can see what was done.
 */
const places = {
  intent: `before update on grants for each row
    when (new.attempt_id is distinct from old.attempt_id and new.attempt_id is not null)`,
  storing: 'before update on grants for each row when (new.token_version > old.token_version)',
  extension: `before update on grants for each row
    when (new.lease_until > old.lease_until and new.fence = old.fence and new.token_version = old.token_version)`,
  reply: `before insert on audit_events for each row when (new.type = 'token.handed_out')`,
  commit: `after update on grants deferrable initially deferred for each row when (new.token_version > old.token_version)`,
} as const;

export type GatePlace = keyof typeof places;

/** Holds brokers at one place of the protocol, from outside: a trigger of the test's own database waits for a lock that we hold. */
export class Gate {
  private constructor(private readonly client: pg.Client) {}

  static async closed(database: TestDatabase, place: GatePlace): Promise<Gate> {
    await database.pool.query(`
      create function wait_at_the_gate() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock_shared(${LOCK}); return new; end $$`);
    const constraint = place === 'commit' ? 'constraint' : '';
    await database.pool.query(`create ${constraint} trigger gate ${places[place]} execute function wait_at_the_gate()`);
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    return new Gate(client);
  }

  /** Sessions that wait here now. */
  async waiting(): Promise<number> {
    const { rowCount } = await this.client.query(
      `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      [LOCK],
    );
    return rowCount ?? 0;
  }

  /** Lets everybody through, now and from now on. */
  async open(): Promise<void> {
    await this.client.end();
  }
}

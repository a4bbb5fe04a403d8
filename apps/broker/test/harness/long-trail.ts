import { AuditKeys, AuditLanes, ChainStore, Checkpoints, recordHashSql } from '@app/audit';
import { Database } from '@app/database';
import { DataKeys, FileMasterKey, Sealer } from '@app/vault';
import pg from 'pg';
import { sealingOfOwnKeys } from '../../src/own-keys.js';

interface Wanted {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  readonly lanes: number;
  readonly recordsInEach: number;
}

const STATEMENT = 5_000;

/** As the hand-out statement leaves them, and numbered by the lane's row as it does. */
const writeSql = `
  with lane as (update handout_lanes set seq = seq + $2 where lane = $1 returning lane, seq - $2 as base)
  insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application, user_id, union_id,
    scopes, rule, handout_id, delivery, token_version, live_until, request_id)
  select 'dinghangzhou0001', id, now(), lane, base + n, 'token.handed_out', 'token', 'caller:todo-sync', gen_random_uuid(),
    gen_random_uuid(), 'demo', 'person' || n, 'union' || n, array['Contact.User.Read', 'Todo.PersonalTodo.Write'], 'todo-sync/1', id,
    'token', 3, now() + interval '2 hours', gen_random_uuid()::text
  from lane, (select n, gen_random_uuid() as id from generate_series(1, $2::int) n) records
  returning seq::int as seq, ${recordHashSql('audit_events')} as hash`;

/** A trail with many records, written and signed by a replica of its own that is closed in the end. A checkpoint for each lane at least. */
export async function writeLongTrail({
  databaseUrl,
  masterKeyFile,
  lanes: count,
  recordsInEach,
}: Wanted): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const database = new Database({ pool, prepared: true });
    const sealer = new Sealer(new DataKeys(database, await FileMasterKey.load(masterKeyFile)));
    const lanes = new AuditLanes(database);
    const checkpoints = new Checkpoints({
      store: new ChainStore(database),
      lanes,
      keys: new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)),
      publish: async () => undefined,
      onTrouble: (cause) => {
        throw cause;
      },
    });
    await checkpoints.start();
    for (let n = 0; n < count; n += 1) {
      const { lane } = await lanes.open('handouts');
      for (let left = recordsInEach; left > 0; left -= STATEMENT) {
        const rows = await database.query<{ seq: number; hash: Buffer }>(writeSql, [lane, Math.min(left, STATEMENT)]);
        lanes.written(lane, rows);
      }
    }
    await checkpoints.stop();
  } finally {
    await pool.end();
  }
}

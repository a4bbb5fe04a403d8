import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMasterKey, type MasterKeyFile } from '../apps/broker/test/harness/broker.js';
import { createDatabase, type TestDatabase } from '../apps/broker/test/harness/database.js';
import { writeLongTrail } from '../apps/broker/test/harness/long-trail.js';
import { start } from '../apps/broker/test/harness/process.js';
import { builtProgram } from '../apps/broker/test/harness/project.js';
import { MemoryWatch } from './tools/memory-watch.js';
import { Report, SHORT, secondsSince } from './tools/report.js';

const LANES = 20;
const RECORDS = SHORT ? 20_000 : 1_000_000;
/** Node alone takes most of this; a trail that was kept in memory would take ten times as much. */
const HEAP_MB = 64;
const MINUTES = 60_000;

const report = new Report('audit', `verifying ${RECORDS} audit records with a heap of at most ${HEAP_MB} MB`);

describe('verifying a long trail', () => {
  let database: TestDatabase;
  let masterKey: MasterKeyFile;
  beforeAll(async () => {
    database = await createDatabase();
    masterKey = await createMasterKey();
    await writeLongTrail({
      databaseUrl: database.url,
      masterKeyFile: masterKey.file,
      lanes: LANES,
      recordsInEach: RECORDS / LANES,
    });
  }, 15 * MINUTES);
  afterAll(async () => {
    await database?.drop();
    await masterKey?.remove();
  });

  const verify = async (what: string) => {
    const startedAt = performance.now();
    const running = start(builtProgram('audit-verify'), {
      DATABASE_URL: database.url,
      MASTER_KEY_FILE: masterKey.file,
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    });
    const memory = new MemoryWatch([running.pid]);
    const watch = setInterval(() => void memory.look(), 100);
    const { code } = await running.ended;
    clearInterval(watch);
    const output = running.output();
    const progress = output.match(/\d+ of \d+ records/g)?.length ?? 0;
    report.add({
      what,
      answer: output.trim().split('\n').at(-1) ?? '',
      seconds: secondsSince(startedAt),
      'memory MB': memory.height,
      'progress told': progress,
    });
    return { code, output, progress };
  };

  it(
    'takes minutes at most and constant memory, and tells how far it is',
    async () => {
      const { code, output, progress } = await verify('as it was written');
      expect([code, output]).toEqual([0, expect.stringContaining(`${RECORDS} records proven until`)]);
      expect(progress).toBeGreaterThanOrEqual(RECORDS / 5_000);
    },
    10 * MINUTES,
  );

  it(
    'names the one record in the middle that was edited',
    async () => {
      const seq = RECORDS / LANES / 2;
      const { rows } = await database.pool.query<{ lane: number; id: string }>(
        `update audit_events set user_id = 'somebody-else' where seq = $1
           and lane = (select lane from handout_lanes where seq > 0 order by lane offset $2 limit 1) returning lane::int as lane, id`,
        [seq, LANES / 2],
      );
      const [edited] = rows;
      const { code, output } = await verify('one record edited');
      expect([code, output]).toEqual([
        1,
        expect.stringContaining(`record ${seq} of lane ${edited?.lane} (${edited?.id}) is not what was written`),
      ]);
    },
    10 * MINUTES,
  );
});

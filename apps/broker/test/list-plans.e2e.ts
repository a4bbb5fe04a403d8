import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ListAsked, listsOf } from './harness/lists.js';
import { runToEnd, start } from './harness/process.js';
import { builtProgram } from './harness/project.js';
import { listSamples, seedLargeArguments } from './harness/seeded.js';
import { type RecordedStatement, StatementRecorder } from './harness/statement-recorder.js';
import { startWorld, type World } from './harness/world.js';

/** So many that reading all of them would show. */
const SIZES = { grants: 30_000, records: 60_000, organisations: 20, callers: 30, days: 20 };
/** A page, what a filter skips on the way to it, and some air. Nothing that is large may be read further. */
const ROWS_MAX = 2_500;
/** Tables that grow without end; the others have as many rows as somebody registered by hand. */
const LARGE = /^(grants|audit_events\w*|revocations|consents|import_rows|webhook_deliveries|webhook_attempts|handles)$/;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

describe('a list', () => {
  let world: World;
  let recorder: StatementRecorder;
  let lists: ListAsked[];
  beforeAll(async () => {
    world = await startWorld({
      env: async ({ database }) => {
        recorder = await StatementRecorder.start(database.url);
        return { DATABASE_URL: recorder.url, DATABASE_DIRECT_URL: database.url };
      },
    });
    const seeding = start(
      builtProgram('seed-large'),
      { DATABASE_URL: world.database.url, MASTER_KEY_FILE: world.masterKeyFile },
      seedLargeArguments(SIZES),
    );
    const { code } = await seeding.ended;
    if (code !== 0) throw new Error(seeding.output());
    lists = await listsOf(world.url, await listSamples(world.database.pool));
  });
  afterAll(async () => {
    await world?.close();
    await recorder?.stop();
  });

  it('is of a trail that verifies, however it was seeded', async () => {
    const settings = { DATABASE_URL: world.database.url, MASTER_KEY_FILE: world.masterKeyFile };
    expect(await runToEnd(builtProgram('audit-verify'), settings)).toMatch(/^ok$/m);
  });

  it('reads about a page and sorts no more, whichever filter is set', async () => {
    const wrong: string[] = [];
    expect(lists.length).toBeGreaterThan(80);
    for (const { address } of lists) {
      recorder.take();
      const { status, text } = await world.operator('GET', address.replace('/admin/v1', ''));
      if (status !== 200 && status !== 404) wrong.push(`${address}: ${status} ${text}`);
      for (const statement of recorder.take()) {
        for (const trouble of await troublesOf(statement)) wrong.push(`${address}: ${trouble}`);
      }
    }
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('is not the only thing: what other entitlements would have refused is found in a caller’s own records', async () => {
    const { rows } = await world.database.pool.query<{ id: string }>(
      'select caller_id as id from audit_events where handout_id is not null group by 1 order by count(*) desc limit 1',
    );
    recorder.take();
    expect((await world.operator('POST', `/callers/${rows[0]?.id}/replay`, { entitlements: [] })).status).toBe(200);
    const troubles = (await Promise.all(recorder.take().map(troublesOf))).flat();
    // Ten thousand of them are looked at, so it is more than a page, but nobody else’s are.
    const others = troubles.filter((trouble) => !/_caller_id_occurred_at_idx|^Bitmap Heap Scan|^Sort/.test(trouble));
    expect(others).toEqual([]);
  });

  /** What the very statement reads too much of, when it is run once more as it was sent. */
  async function troublesOf({ text, values }: RecordedStatement): Promise<string[]> {
    if (!/^\s*(with|select)\b/i.test(text) || /\b(insert into|update|delete from)\b/i.test(text)) return [];
    if (!/\b(grants|audit_events|revocations|consents|import_rows|webhook_\w+|handles)\b/i.test(text)) return [];
    const { rows } = await world.database.pool.query(`explain (analyze, format json) ${text}`, [...values]);
    return troublesIn(rows[0]['QUERY PLAN'][0].Plan as PlanNode, text);
  }
});

function troublesIn(node: PlanNode, text: string): string[] {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const read = (node['Actual Rows'] + removed) * node['Actual Loops'];
  const below = node.Plans ?? [];
  const sorted = /Sort/.test(node['Node Type']) ? Math.max(...below.map((child) => child['Actual Rows'])) : 0;
  const relation = node['Relation Name'] ?? '';
  const statement = text.replace(/\s+/g, ' ').slice(0, 160);
  return [
    ...(LARGE.test(relation) && read > ROWS_MAX
      ? [`${node['Node Type']} reads ${read} of ${relation} by ${node['Index Name'] ?? 'no index'} in ${statement}`]
      : []),
    ...(sorted > ROWS_MAX ? [`${node['Node Type']} of ${sorted} rows in ${statement}`] : []),
    ...below.flatMap((child) => troublesIn(child, text)),
  ];
}

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start } from './harness/process.js';
import { builtFile } from './harness/project.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';

describe('verifying the audit trail', () => {
  let world: World;
  let folder: string;
  let anchor: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-anchor-'));
    anchor = path.join(folder, 'checkpoints.jsonl');
    world = await startWorld({ env: { AUDIT_CHECKPOINT_FILE: anchor } });
    await world.registerDemo();
    await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true });
  });

  const verifyByCommand = async (...args: string[]) => {
    const env = { DATABASE_URL: world.database.url, MASTER_KEY_FILE: world.masterKeyFile };
    const running = start(builtFile('audit-verify.js'), env, args);
    const { code } = await running.ended;
    return { code, output: running.output() };
  };
  const verifyByOperator = async () => {
    const { status, body } = await world.operator('POST', '/audit-verifications');
    expect(status).toBe(202);
    let job = body;
    const ended = async () => {
      job = (await world.operator('GET', `/jobs/${body.id}`)).body;
      return job.finishedAt !== null;
    };
    await until('the verification has ended', ended, 20_000);
    return job;
  };
  const recorded = async () => {
    const { body } = await world.operator('GET', '/audit-events?type=audit.verified');
    return body.items as { actor: string; outcome: string; details: object }[];
  };

  it('is a job for operators, with progress and result, and is recorded', async () => {
    const job = await verifyByOperator();
    expect(job).toMatchObject({ type: 'audit_verification', state: 'done', result: { ok: true, findings: [] } });
    expect(job.done).toBe(job.total);
    expect(await recorded()).toMatchObject([{ actor: 'operator:bootstrap', outcome: 'ok' }]);
  });

  it('is a command, against published checkpoints too, which says what is not yet proven', async () => {
    const { code, output } = await verifyByCommand('--anchor', anchor);
    expect([code, output]).toEqual([0, expect.stringMatching(/^ok$/m)]);
    expect(output).toMatch(/\d+ records since \S+ are not yet proven/);
    expect(output).toMatch(/\d+ published checkpoints were looked for/);
    expect(await recorded()).toMatchObject([{ actor: 'operator:audit-verify' }, { actor: 'operator:bootstrap' }]);
    expect((await verifyByCommand()).output).toContain('--anchor FILE');
  });

  it('names the first record that is not what was written, and fails', async () => {
    const { rows } = await world.database.pool.query<{ lane: number; id: string }>(
      `select lane::int as lane, id from audit_events where type = 'audit.verified' and actor = 'operator:audit-verify'
       order by occurred_at limit 1`,
    );
    const [edited] = rows;
    await world.database.pool.query(`update audit_events set actor = 'operator:nobody' where id = $1`, [edited?.id]);
    const { code, output } = await verifyByCommand();
    expect([code, output]).toEqual([1, expect.stringMatching(/^BROKEN$/m)]);
    expect(output).toContain(`record 1 of lane ${edited?.lane} (${edited?.id}) is not what was written`);
    expect(await verifyByOperator()).toMatchObject({
      state: 'done',
      result: { ok: false, findings: [{ kind: 'record_changed', id: edited?.id }] },
    });
    expect(await recorded()).toMatchObject([{ outcome: 'broken' }, { outcome: 'broken' }, {}, {}, {}]);
  });

  it('takes nobody’s word for a file of published checkpoints', async () => {
    const { code, output } = await verifyByCommand('--anchor', world.masterKeyFile);
    expect(code).toBe(1);
    expect(output).toContain('line 1 of the published checkpoints is not a checkpoint signed with a key of ours');
  });

  it('says that it could not find out, other than that something is wrong', async () => {
    const { code, output } = await verifyByCommand('--anchor', path.join(folder, 'not-there'));
    expect([code, output]).toEqual([2, expect.stringContaining('The audit trail was not verified')]);
  });
});

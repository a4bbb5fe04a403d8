import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { start } from './harness/process.js';
import { builtProgram, projectFile } from './harness/project.js';
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
    const running = start(builtProgram('audit-verify'), env, args);
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
    await until('the verification has ended', ended);
    return job;
  };
  const recorded = async () => {
    return world.items<{ actor: string; outcome: string; details: object }>('/audit-events?type=audit.verified');
  };

  it('is a job for operators, with progress and result, and is recorded', async () => {
    const job = await verifyByOperator();
    expect(job).toMatchObject({ type: 'audit_verification', state: 'done', result: { ok: true, findings: [] } });
    expect(job.done).toBe(job.total);
    expect(await recorded()).toMatchObject([{ actor: 'operator:bootstrap', outcome: 'ok' }]);
  });

  it('is a command, against published checkpoints too, which says what is not yet proven', async () => {
    const actors: string[] = ['operator:bootstrap'];
    // Again if a checkpoint has come between a record and the command that looks at it.
    const saysWhatIsUnproven = async () => {
      await recorded();
      const { code, output } = await verifyByCommand('--anchor', anchor);
      actors.unshift('operator:audit-verify');
      expect([code, output]).toEqual([0, expect.stringMatching(/^ok$/m)]);
      expect(output).toMatch(/\d+ published checkpoints were looked for/);
      return /\d+ records since \S+ are not yet proven/.test(output);
    };
    await until('the command says what is not yet proven', saysWhatIsUnproven, 50_000);
    expect((await recorded()).map(({ actor }) => actor)).toEqual(actors);
    expect((await verifyByCommand()).output).toContain('--anchor FILE');
  });

  describe('an exported range', () => {
    let lines: string[];
    let keyId: string;
    beforeAll(async () => {
      const query = <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
        world.database.pool.query<Row>(sql, values).then(({ rows }) => rows);
      for (let n = 0; n < 5; n += 1) await world.operator('GET', '/audit-events?limit=1');
      const [middle] = await query<{ at: Date }>(
        'select occurred_at as at from audit_events order by occurred_at offset 3',
      );
      const [now] = await query<{ at: Date }>('select now() as at');
      if (!middle || !now) throw new Error('there are no records');
      const covering = () => query('select from audit_checkpoints where created_at > $1', [now.at]);
      await until('a checkpoint covers the range', async () => (await covering()).length > 0);
      const range = `from=${middle.at.toISOString()}&to=${now.at.toISOString()}`;
      const answer = await world.operator('GET', `/audit-events/export?${range}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
      lines = answer.text.trimEnd().split('\n');
      keyId = (JSON.parse(lines[0] ?? '') as { export: { keys: { keyId: string }[] } }).export.keys[0]?.keyId ?? '';
    });

    const check = async (content: readonly string[], ...args: string[]) => {
      const file = path.join(folder, 'export.jsonl');
      await writeFile(file, `${content.join('\n')}\n`);
      const running = start(projectFile('commands/verify-audit-export.mjs'), {}, [file, ...args]);
      const { code } = await running.ended;
      return { code, output: running.output() };
    };
    const isRecord = (line: string) => line.startsWith('{"lane"') && line.includes('"id"');

    it('verifies without the database, against the key that was published', async () => {
      const { code, output } = await check(lines, '--key', keyId);
      expect([code, output]).toEqual([0, expect.stringMatching(/^ok$/m)]);
      const records = lines.filter(isRecord).length;
      expect(records).toBeGreaterThan(5);
      expect(output).toContain(`${records} records from`);
      expect(output).not.toContain('nothing proves them');
      expect(lines.filter((line) => line.includes('"hash"')).length).toBeGreaterThan(0);
      const { body } = await world.operator('GET', '/audit-events?type=audit.exported');
      expect(body.items).toMatchObject([{ actor: 'operator:bootstrap' }]);
    });

    it('does not verify with one byte changed, wherever in it', async () => {
      for (const [n, line] of lines.entries()) {
        const at = Math.floor(line.length / 2);
        const changed = `${line.slice(0, at)}${line[at] === '0' ? '1' : '0'}${line.slice(at + 1)}`;
        const { code, output } = await check([...lines.slice(0, n), changed, ...lines.slice(n + 1)], '--key', keyId);
        expect([n, code, output]).toEqual([n, 1, expect.stringMatching(/^BROKEN$/m)]);
      }
    });

    it.each<[string, () => string[]]>([
      ['with a record left out', () => lines.filter((line) => line !== lines.find(isRecord))],
      ['with a record twice', () => lines.flatMap((line) => (line === lines.find(isRecord) ? [line, line] : [line]))],
      ['cut off', () => lines.slice(0, -1)],
      ['with something behind it', () => [...lines, lines.at(-1) ?? '']],
    ])('does not verify %s', async (_, change) => {
      expect((await check(change())).code).toBe(1);
    });

    it.each(['another', '-begins-with-a-dash'])('does not verify against another key: %s', async (another) => {
      expect((await check(lines, '--key', another)).output).toContain(`does not name the key ${another}\nBROKEN`);
    });
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
    const [now, before, ...earlier] = (await recorded()).map(({ outcome }) => outcome);
    expect([now, before]).toEqual(['broken', 'broken']);
    expect(earlier.length).toBeGreaterThan(2);
    expect(new Set(earlier)).toEqual(new Set(['ok']));
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

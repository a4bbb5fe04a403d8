import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { recordHashSql } from '@app/audit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forgedErasure } from './harness/forged-erasure.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { start } from './harness/process.js';
import { projectFile } from './harness/project.js';
import { until } from './harness/until.js';
import { verifyTrailOf } from './harness/verify-trail.js';
import { WebhookReceiver } from './harness/webhook-receiver.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

describe('erasing a person', () => {
  let world: World;
  let caller: TestCaller;
  let receiver: WebhookReceiver;
  let folder: string;
  let anchor: string;
  let unionId: string;
  /** A caller whose entitlement names the person. */
  let listing: string;
  let result: Record<string, unknown>;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-erasure-'));
    anchor = path.join(folder, 'checkpoints.jsonl');
    receiver = await WebhookReceiver.start();
    world = await startWorld({ env: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1', AUDIT_CHECKPOINT_FILE: anchor } });
    await world.registerDemo();
    await hire(world.emulator, ['zebedee', 'bo']);
    await world.operator('POST', '/webhooks', { url: receiver.url, events: ['grant.created'] });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    for (const userId of ['zebedee', 'bo']) {
      await request(userId, { scopes: ['Contact.User.Read'] });
      await consentAs(`${world.url}/consent/demo`, { as: userId });
      await request(userId, { scopes: ['Contact.User.Read'], purpose: `sync the to-dos of ${userId}` });
    }
    unionId = String((await grantsOf('zebedee'))[0]?.unionId);
    await world.operator('GET', `/audit-events?unionId=${unionId}`);
    await world.operator('GET', '/audit-events?userId=zebedee');
    await nameEverywhere();
    // As a call of an AI plugin leaves it.
    await query(
      `insert into plugin_tokens (application, token_hash, corp_id, union_id, lives_until)
       values ('demo', sha256('token'), 'dinghangzhou0001', $1, now() + interval '2 hours')`,
      [unionId],
    );
    await until('the webhook was told', async () => receiver.messages.length === 2);
  });
  afterAll(async () => {
    await receiver?.stop();
    await world?.close();
    await rm(folder, { recursive: true });
  });

  /** Whatever was asked has to have been done, or nobody is named by it. */
  const ask = async (...asked: Parameters<World['operator']>) => {
    const { status, body, text } = await world.operator(...asked);
    if (status >= 300) throw new Error(`${asked.join(' ')}: ${text}`);
    return body;
  };
  /** Wherever somebody can be named in passing. */
  const nameEverywhere = async () => {
    const entitlement = {
      ...everythingOfDemo,
      people: { persons: [{ unionId }, { userId: 'zebedee' }, { userId: 'bo' }] },
    };
    const caller = { name: 'for-a-few', authMethod: 'client_secret', entitlements: [entitlement] };
    listing = String((await ask('POST', '/callers', caller)).id);
    const whole = { ...entitlement, wholeToken: true, wholeTokenReason: 'Zebedee of the office asked' };
    await ask('PATCH', `/callers/${listing}`, { entitlements: [whole] });
    const reason = `zebedee (${unionId}) has left`;
    await ask('POST', '/organisations/dingother/suspend', { reason });
    const { previewToken } = await ask('POST', '/revocations/preview', {
      filter: { corpId: 'dinghangzhou0001', userId: 'zebedee', channel: 'import' },
    });
    await ask('POST', '/revocations', { previewToken, reason });
    // A line of an import that nobody has come to, and an event that could not be applied.
    await query(
      `with job as (
         insert into jobs (id, type, state, total, actor, request, finished_at)
         values (gen_random_uuid(), 'import', 'done', 1, 'operator:x', $1, now()) returning id
       )
       insert into import_rows (id, job_id, line, application, expected_union_id, refresh_token_sealed)
       select gen_random_uuid(), id, 1, 'demo', $2, '\\x00' from job`,
      [{ filter: { userId: 'zebedee' }, reason }, unionId],
    );
    await query(
      `insert into dingtalk_events (id, application, event_id, type, corp_id, born_at, via, request_id, payload, state, due_at)
       values (gen_random_uuid(), 'demo', 'e1', 'user_leave_org', 'dinghangzhou0001', now(), 'http', 'r', $1, 'failed', now() + interval '1 day')`,
      [{ kind: 'people_left', userIds: ['zebedee', 'bo'], unionIds: [] }],
    );
  };
  const request = (userId: string, more: object) => caller.requestToken({ application: 'demo', userId, ...more });
  const grantsOf = async (userId: string) =>
    await world.items<{ id: string; unionId: string }>(`/grants?userId=${userId}`);
  const query = (sql: string, values: unknown[] = []) =>
    world.database.pool.query(sql, values).then(({ rows }) => rows);
  const verify = (attack?: string) =>
    verifyTrailOf({
      databaseUrl: world.database.url,
      masterKeyFile: world.masterKeyFile,
      anchor,
      ...(attack && { attack }),
    });
  const erase = async (person: string) => {
    const { status, body, text } = await world.operator('POST', `/people/${person}/erase`, { reason: 'Zebedee asked' });
    if (status !== 202) throw new Error(text);
    let job = body;
    await until('the job has ended', async () => {
      job = (await world.operator('GET', `/jobs/${body.id}`)).body;
      return job.finishedAt !== null;
    });
    return job;
  };
  const signed = async () => {
    const [now] = await query('select now() as at');
    await world.operator('GET', '/audit-events?limit=1');
    const after = () => query('select from audit_checkpoints where created_at > $1', [now?.at]);
    await until('a checkpoint came after', async () => (await after()).length > 0);
  };

  it('is for those who are no operators themselves', async () => {
    await world.operator('POST', '/operators', { name: 'somebody', role: 'auditor', unionId: 'uOperator' });
    const { status, body } = await world.operator('POST', '/people/uOperator/erase', { reason: 'asked' });
    expect([status, body.code]).toEqual([409, 'conflict']);
  });

  it('ends their grants with a receipt, and leaves nothing of them in any table', async () => {
    expect((await verify()).ok).toBe(true);
    const job = await erase(unionId);
    expect(job).toMatchObject({ type: 'person_erasure', state: 'done' });
    result = job.result as Record<string, unknown>;
    expect(result).toMatchObject({ grants: 1, grantsEnded: 1, liveHandouts: 1, records: expect.any(Number) });
    const tables = await query(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    const named = ['zebedee', unionId].flatMap((text) => [text, Buffer.from(text).toString('hex')]);
    for (const { name } of tables) {
      const rows = await query(`select to_jsonb(t)::text as row from ${name} t`);
      const telling = rows.filter(({ row }) => new RegExp(named.join('|'), 'i').test(row));
      found.push(...telling.map(({ row }) => `${name}: ${row}`));
    }
    expect(found).toEqual([]);
    expect((await request('zebedee', { scopes: ['Contact.User.Read'] })).body).toMatchObject({ reason: 'no_grant' });
    expect((await grantsOf('bo')).length).toBe(1);
  });

  it('leaves services what they are entitled to for others, in every version of it', async () => {
    const { pseudonym } = result;
    const people = { persons: [{ unionId: pseudonym }, { userId: pseudonym }, { userId: 'bo' }] };
    expect(result.entitlements).toBe(1);
    expect((await ask('GET', `/callers/${listing}`)).entitlements).toMatchObject([
      { people, wholeTokenReason: `${pseudonym} of the office asked` },
    ]);
    const { items, policyVersion } = await ask('GET', `/callers/${listing}/history`);
    expect(items).toMatchObject([{ entitlements: [{ people }] }, { entitlements: [{ people }] }]);
    // Whoever judged by the list from before has to judge again.
    expect(policyVersion).toBeGreaterThan((items as { policyVersion: number }[])[0]?.policyVersion ?? 0);
    expect(await query(`select payload -> 'userIds' as left from dingtalk_events where event_id = 'e1'`)).toEqual([
      { left: ['bo'] },
    ]);
    const [line] = await query(`select outcome from import_rows`);
    expect(line).toEqual({ outcome: 'cancelled' });
    const { body } = await world.operator('GET', '/audit-events?type=organisation.suspended');
    expect(body.items).toMatchObject([{ unionId: null, details: { reason: `${pseudonym} (${pseudonym}) has left` } }]);
  });

  it('leaves a trail that says what was done with one and the same person, under a name that leads to nobody', async () => {
    const { body } = await world.operator('GET', `/audit-events?unionId=${result.pseudonym}`);
    const items = body.items as { type: string; actor: string; purpose: null; requestId: string }[];
    expect(items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['consent.granted', 'token.handed_out', 'grant.revoked']),
    );
    expect(items.every(({ purpose, requestId }) => purpose === null && requestId === 'erased')).toBe(true);
    const acts = (await world.operator('GET', '/audit-events?type=person.erased')).body.items;
    expect(acts).toMatchObject([{ actor: 'operator:bootstrap', unionId: null, details: { records: result.records } }]);
    const people = await world.items<{ unionId: string; erased: boolean }>('/people');
    const shown = people.map((person) => [person.unionId, person.erased]);
    expect(shown).toHaveLength(2);
    expect(shown).toEqual(expect.arrayContaining([[result.pseudonym, true]]));
    expect(await ask('GET', `/people/${result.pseudonym}`)).toMatchObject({ erased: true, name: result.pseudonym });
    const others = await world.items<{ purpose: string }>('/audit-events?userId=bo');
    expect(others.some(({ purpose }) => purpose === 'sync the to-dos of bo')).toBe(true);
  });

  it('leaves the chain whole, and proves it', async () => {
    await signed();
    expect(await verify()).toMatchObject({ ok: true, findings: [], beforeTheChain: 0 });
  });

  it('is exported with what proves it, for whoever has no database', async () => {
    const now = new Date().toISOString();
    const { text } = await world.operator('GET', `/audit-events/export?from=2020-01-01T00:00:00Z&to=${now}`);
    const check = async (content: string) => {
      const file = path.join(folder, 'export.jsonl');
      await writeFile(file, content);
      const running = start(projectFile('commands/verify-audit-export.mjs'), {}, [file]);
      const { code } = await running.ended;
      return { code, output: running.output() };
    };
    const { code, output } = await check(text);
    expect([code, output]).toEqual([0, expect.stringContaining(`${result.records} records say less than they did`)]);
    const entry = text.split('\n').find((line) => line.startsWith('{"entry"')) ?? '';
    const record = text.split('\n').find((line) => line.includes(`"unionId":"${result.pseudonym}"`)) ?? '';
    for (const changed of [
      text.replace(`${entry}\n`, ''),
      text.replace(
        entry,
        entry.replace(/(?<="erased":".)./, (digit) => (digit === '0' ? '1' : '0')),
      ),
      text.replace(record, record.replace('"outcome":"', '"outcome":"x')),
      text.replace(String(result.digest), '0'.repeat(64)),
    ]) {
      expect(changed).not.toBe(text);
      expect(await check(changed)).toMatchObject({ code: 1, output: expect.stringContaining('BROKEN') });
    }
  });

  describe('is no way to change the trail', () => {
    const first = 'select lane, seq from audit_erasures order by lane, seq limit 1';
    const untouched = `select e.lane, e.seq from audit_events e where e.user_id = 'bo' order by e.lane, e.seq limit 1`;
    /** Edits a record, and enters into the list what it was and is. */
    const forge = (erasureId: string) => `
      with target as (${untouched}), original as (
        select e.lane, e.seq, ${recordHashSql('e')} as hash from audit_events e join target using (lane, seq)
      ), edited as (
        update audit_events e set purpose = 'innocent' from original o where e.lane = o.lane and e.seq = o.seq
        returning e.lane, e.seq, o.hash as original, ${recordHashSql('e')} as erased
      )
      insert into audit_erasures (lane, seq, original_hash, erased_hash, erasure_id)
      select lane, seq, original, erased, ${erasureId} from edited`;
    it.each<[string, string, object]>([
      [
        'an erased record was edited',
        `update audit_events e set outcome = 'edited' from (${first}) f where e.lane = f.lane and e.seq = f.seq`,
        { kind: 'record_changed' },
      ],
      [
        'an erased record was edited, and the list with it',
        `with f as (${first}), e as (
           update audit_events e set outcome = 'edited' from f where e.lane = f.lane and e.seq = f.seq returning e.*
         ) update audit_erasures x set erased_hash = sha256('edited') from e where x.lane = e.lane and x.seq = e.seq`,
        { kind: 'record_changed' },
      ],
      [
        'an entry was removed',
        `delete from audit_erasures x using (${first}) f where x.lane = f.lane and x.seq = f.seq`,
        { kind: 'record_changed' },
      ],
      ['all entries were removed', 'delete from audit_erasures', { kind: 'record_changed' }],
      [
        'an entry was forged for a record of another',
        forge('(select min(erasure_id::text)::uuid from audit_erasures)'),
        { kind: 'record_changed' },
      ],
      [
        'an erasure was forged that nobody signed',
        forge(`'019d04b0-0000-7000-8000-000000000000'`),
        { kind: 'record_changed' },
      ],
      [
        'the list of a true erasure is used for another time',
        `update audit_erasures set erasure_id = '019d04b0-0000-7000-8000-000000000000'`,
        { kind: 'record_changed', what: expect.stringContaining('which no record of the trail speaks of') },
      ],
      [
        'the record of the erasure was replayed for others',
        `insert into audit_events
         select (jsonb_populate_record(e, '{"id": "019d04b0-0000-7000-8000-000000000000"}'::jsonb || to_jsonb(f))).*
         from audit_events e cross join (${first}) f where type = 'person.erased';
         ${forge(`'019d04b0-0000-7000-8000-000000000000'`)}`,
        { kind: expect.stringMatching('record_inserted|record_changed') },
      ],
      [
        'the record of the erasure signs for something else',
        `update audit_events set details = jsonb_set(details, '{digest}', '"00"') where type = 'person.erased'`,
        { kind: 'record_changed' },
      ],
      [
        'records were called removed by retention',
        `delete from audit_events where user_id = 'bo'; insert into audit_cut (until, cut_id) select now(), erasure_id from audit_erasures limit 1`,
        { kind: expect.stringMatching('erasure_unproven|record_inserted') },
      ],
    ])('found when %s', async (_, attack, finding) => {
      const { ok, findings } = await verify(attack);
      expect(ok).toBe(false);
      expect(findings).toEqual(expect.arrayContaining([expect.objectContaining(finding)]));
    });
  });

  it('is nothing that a record could be made to say, even if the broker signs that record itself', async () => {
    const [victim] = await query(
      `select lane::int as lane, seq::int as seq from audit_events where user_id = 'bo' order by lane, seq limit 1`,
    );
    const [acts] = await query(
      `select lane::int as lane from handout_lanes where writes = 'acts' and closed_at is null order by seq desc limit 1`,
    );
    const id = '019d04b0-0000-7000-8000-000000000001';
    const forged = await forgedErasure(world.database.pool, id, victim, acts.lane);
    // As one whose answer was lost: its writer reads it from the database.
    await query(forged.record);
    // Has a checkpoint made at once.
    await erase('nobody');
    expect(await verify()).toMatchObject({ ok: true });
    expect((await verify(forged.attack)).findings).toEqual([
      expect.objectContaining({ kind: 'record_changed', what: expect.stringContaining('which no checkpoint names') }),
    ]);
  });

  it('can be done again for whoever came back', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zebedee' });
    const job = await erase(unionId);
    expect(job.result).toMatchObject({ grants: 1, grantsEnded: 1 });
    expect((job.result as { pseudonym: string }).pseudonym).not.toBe(result.pseudonym);
    await signed();
    expect(await verify()).toMatchObject({ ok: true, findings: [] });
  });
});

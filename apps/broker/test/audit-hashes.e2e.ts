import { hash } from 'node:crypto';
import {
  type AuditAct,
  type AuditKeySealing,
  AuditKeys,
  AuditLanes,
  AuditLog,
  auditEventTypes,
  StoredTrail,
} from '@app/audit';
import { Database } from '@app/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from './harness/database.js';

const acts = auditEventTypes.filter(
  (type): type is AuditAct['type'] => !/^(token|handle|gateway|handout\.refused)/.test(type),
);

/** Nothing is signed here. */
const noSealing: AuditKeySealing = {
  seal: async () => Buffer.alloc(0),
  openOurs: async () => undefined,
};

describe('the hash of a record', () => {
  let own: TestDatabase;
  let database: Database;
  let lanes: AuditLanes;
  beforeAll(async () => {
    own = await createDatabase();
    database = new Database({ pool: own.pool, prepared: true });
    lanes = new AuditLanes(database);
  });
  afterAll(() => own.drop());

  /** What the writer's chain comes to, and what is read back. */
  const headOf = (lane: number) => lanes.writer.chains.get(lane)?.mark();
  const linesOf = async (lane: number) => {
    const lines: string[] = [];
    const trail = new StoredTrail(database, new AuditKeys(database, noSealing));
    for await (const { line } of trail.records(lane)) lines.push(line);
    return lines;
  };

  it.each(['UTC', 'Asia/Shanghai', 'America/St_Johns'])(
    'is that of the line which is read back, for every type of record and with a session in %s',
    async (zone) => {
      const pool = new pg.Pool({ connectionString: own.url, options: `-c TimeZone=${zone}`, max: 1 });
      const zoned = new Database({ pool, prepared: true });
      const log = new AuditLog(lanes);
      await log.ready();
      const lane = [...lanes.writer.chains.keys()].at(-1) ?? 0;
      for (const [n, type] of acts.entries()) {
        const full = n % 2 === 0;
        await zoned.transaction((tx) =>
          log.append(tx, {
            type,
            outcome: 'ok',
            actor: 'person:“王芳”\n\t\\ "x" 😀',
            requestId: `request-${n}`,
            ...(full && {
              corpId: 'dinghangzhou0001',
              application: 'demo',
              callerId: '01a1fbcf-a63b-769e-a2dd-7720d501636c',
              grantId: '01a1fbd0-7af1-73e0-9b16-175a48915e9d',
              userId: "o'brien",
              unionId: '\u0001\u2028',
              scopes: ['Contact.User.Read', 'a"b,c{}'],
              tokenVersion: 3,
              details: { reason: 'é\n"', count: 1.5, none: null, yes: true, list: ['b', 'a'] },
            }),
          }),
        );
      }
      await pool.end();
      const lines = await linesOf(lane);
      expect(lines).toHaveLength(acts.length);
      expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(acts);
      expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
      const tags = Buffer.concat(lines.map((line) => hash('sha256', line, 'buffer').subarray(0, 8)));
      expect(headOf(lane)?.tags).toEqual(tags);
    },
  );

  it('is not told of what was rolled back', async () => {
    const log = new AuditLog(lanes);
    await log.ready();
    const lane = [...lanes.writer.chains.keys()].at(-1) ?? 0;
    const act: AuditAct = { type: 'audit.read', outcome: 'ok', actor: 'broker', requestId: 'r' };
    const failing = database.transaction(async (tx) => {
      await log.append(tx, act);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(headOf(lane)?.seq).toBe(0);
    await database.transaction((tx) => log.append(tx, act));
    expect(headOf(lane)?.seq).toBe(1);
  });

  it('goes to a new lane when the old one was closed, within the same transaction', async () => {
    const log = new AuditLog(lanes);
    await log.ready();
    const before = lanes.replica;
    await lanes.close();
    await own.pool.query('update audit_replicas set shut_at = now()');
    const act: AuditAct = { type: 'audit.read', outcome: 'ok', actor: 'broker', requestId: 'after-the-closing' };
    await database.transaction((tx) => log.append(tx, act));
    expect(lanes.replica).not.toBe(before);
    const { rows } = await own.pool.query(
      `select l.replica from audit_events e join handout_lanes l using (lane) where request_id = 'after-the-closing'`,
    );
    expect(rows).toEqual([{ replica: lanes.replica }]);
  });
});

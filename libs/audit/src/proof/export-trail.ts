import { hash } from 'node:crypto';
import type { Database } from '@app/database';
import { type AuditKeys, encodePublicKey } from '../chain/audit-keys.js';
import { type Checkpoint, publishedLine, readBody } from '../chain/checkpoint.js';
import type { StoredTrail } from './stored-trail.js';
import type { FoundRecord } from './trail.js';

export interface ExportRange {
  readonly from: Date;
  readonly to: Date;
}

/** Lanes that have records of the range, with the last of them. */
const lanesSql = `
  select l.replica, e.lane::int as lane, e.last::int as last
  from (
    select lane, max(seq) as last from audit_events where occurred_at >= $1 and occurred_at < $2 group by lane
  ) e join handout_lanes l using (lane) order by l.replica, e.lane`;

/** The last checkpoint that was made before the range began. Its own time is looked at afterwards. */
const checkpointBeforeSql = `
  select number from audit_checkpoints where replica = $1 and created_at <= $2 order by number desc limit 1`;

const checkpointSql = `
  select replica, number, body, signature, key_id as "keyId", tags from audit_checkpoints where replica = $1 and number = $2`;

const erasuresOfRangeSql = `
  select distinct x.erasure_id as id from audit_erasures x join audit_events e on e.lane = x.lane and e.seq = x.seq
  where e.occurred_at >= $1 and e.occurred_at < $2 order by 1`;

/** Ids have no index of their own, and say when they were made. */
const actSql = `
  select l.replica, e.lane::int as lane, e.seq::int as seq, e.occurred_at as "occurredAt", e.details ->> 'checkpoint' as "namedIn"
  from audit_events e join handout_lanes l using (lane)
  where e.id = $1 and e.occurred_at between to_timestamp($2) - interval '1 hour' and to_timestamp($2) + interval '1 hour'`;

interface ErasureAct extends Record<string, unknown> {
  readonly replica: string;
  readonly lane: number;
  readonly seq: number;
  readonly occurredAt: Date;
  readonly namedIn: string | null;
}

/** As the record of an erasure names the checkpoint that names it. */
const CHECKPOINT_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9]{1,9})$/;

/**
 * A range of the trail with what proves it, line by line, so that a file of it is checked without the database and without our code
 * (`commands/verify-audit-export.mjs`).
 *
 * First `{"export": …}`: the range, and the keys. Then, where a person of the range was erased, `{"erasure": {"id", "replica", "checkpoint"}}` with
 * the checkpoint that names it, its list line by line as `{"entry": {"lane", "seq", "original", "erased"}}`, and the stretch with the record that says so. Then for each replica `{"stretch": {"replica", "from", "to"}}`: its last checkpoint before the range,
 * null if there is none, and the first that covers it, null if none does yet. Then the lines of its records, lane by lane: from the one
 * checkpoint to the other all of them, or no chain could be made; those outside of the range as `{"lane", "seq", "hash"}` alone. Records beyond the second checkpoint are there, and proven
 * by nothing. Last `{"end": …}`, with their number.
 */
export class ExportTrail {
  constructor(
    private readonly database: Database,
    private readonly trail: StoredTrail,
    private readonly keys: AuditKeys,
  ) {}

  /** What occurred before was removed by retention; undefined: nothing was. */
  async removedUntil(): Promise<Date | undefined> {
    const cut = await this.trail.cut();
    return cut && new Date(cut.until);
  }

  async *lines({ from, to }: ExportRange): AsyncGenerator<string> {
    const { ours } = await this.keys.all();
    const keys = [...ours].map(([keyId, publicKey]) => ({ keyId, publicKey: encodePublicKey(publicKey) }));
    yield JSON.stringify({ export: { version: 1, from: from.toISOString(), to: to.toISOString(), keys } });
    for (const erasureId of await this.erasuresOf(from, to)) yield* this.erasure(erasureId);
    const count = { records: 0 };
    const within = (record: FoundRecord) => isWithin(record, from, to);
    for (const [replica, lanes] of await this.lanesByReplica(from, to)) {
      yield* this.stretch({ replica, lanes, from }, within, count);
    }
    yield JSON.stringify({ end: count });
  }

  /** What was erased at one time, the checkpoint that names it, and the record that says so, in a stretch of its own. */
  private async *erasure(id: string): AsyncGenerator<string> {
    const [act] = await this.database.query<ErasureAct>(actSql, [id, madeAt(id)]);
    const [, signer = '', number = ''] = CHECKPOINT_NAME.exec(act?.namedIn ?? '') ?? [];
    const named = signer === '' ? undefined : await this.checkpoint(signer, Number(number));
    yield `{"erasure":{"id":"${id}","replica":"${signer}","checkpoint":${lineOf(named)}}}`;
    for await (const { lane, seq, original, erased } of this.trail.erasureEntries(id)) {
      yield JSON.stringify({
        entry: { lane, seq, original: original.toString('hex'), erased: erased.toString('hex') },
      });
    }
    if (!act) return;
    const { replica, lane, seq, occurredAt } = act;
    const lanes = new Map([[lane, seq]]);
    yield* this.stretch({ replica, lanes, from: occurredAt }, (record) => record.id === id, { records: 0 });
  }

  private async *stretch(
    { replica, lanes, from }: { replica: string; lanes: ReadonlyMap<number, number>; from: Date },
    isShown: (record: FoundRecord) => boolean,
    count: { records: number },
  ): AsyncGenerator<string> {
    const before = await this.checkpointBefore(replica, from);
    const covering = await this.checkpointCovering(replica, before, lanes);
    yield `{"stretch":{"replica":"${replica}","from":${lineOf(before)},"to":${lineOf(covering)}}}`;
    const start = pointsOf(before);
    const end = pointsOf(covering);
    for (const lane of new Set([...end.keys(), ...lanes.keys()])) {
      const last = Math.max(end.get(lane) ?? 0, lanes.get(lane) ?? 0);
      for await (const record of this.trail.records(lane, start.get(lane) ?? 0)) {
        if (record.seq > last) break;
        // The first one after the number that was asked for may be that number again, with another id.
        if (record.seq <= (start.get(lane) ?? 0)) continue;
        const shown = !record.removed && isShown(record);
        if (shown) count.records += 1;
        yield shown ? record.line : hashLineOf(lane, record);
      }
    }
  }

  private async erasuresOf(from: Date, to: Date): Promise<string[]> {
    return (await this.database.query<{ id: string }>(erasuresOfRangeSql, [from, to])).map(({ id }) => id);
  }

  private async lanesByReplica(from: Date, to: Date): Promise<Map<string, Map<number, number>>> {
    const byReplica = new Map<string, Map<number, number>>();
    const rows = await this.database.query<{ replica: string; lane: number; last: number }>(lanesSql, [from, to]);
    for (const { replica, lane, last } of rows) {
      byReplica.set(replica, (byReplica.get(replica) ?? new Map<number, number>()).set(lane, last));
    }
    return byReplica;
  }

  private async checkpointBefore(replica: string, from: Date): Promise<Checkpoint | undefined> {
    const [row] = await this.database.query<{ number: number }>(checkpointBeforeSql, [replica, from]);
    for (let number = row?.number ?? 0; number > 0; number -= 1) {
      const checkpoint = await this.checkpoint(replica, number);
      if (checkpoint && new Date(readBody(checkpoint).at) <= from) return checkpoint;
    }
    return undefined;
  }

  private async checkpoint(replica: string, number: number): Promise<Checkpoint | undefined> {
    const [checkpoint] = await this.database.query<Checkpoint & Record<string, unknown>>(checkpointSql, [
      replica,
      number,
    ]);
    return checkpoint;
  }

  /** The newest one if none covers all of it. */
  private async checkpointCovering(
    replica: string,
    before: Checkpoint | undefined,
    lanes: ReadonlyMap<number, number>,
  ): Promise<Checkpoint | undefined> {
    let newest: Checkpoint | undefined;
    for await (const checkpoint of this.trail.checkpoints(replica, before?.number ?? 0)) {
      newest = checkpoint;
      const points = pointsOf(checkpoint);
      if ([...lanes].every(([lane, last]) => (points.get(lane) ?? 0) >= last)) break;
    }
    return newest;
  }
}

function pointsOf(checkpoint: Checkpoint | undefined): ReadonlyMap<number, number> {
  return new Map(checkpoint ? readBody(checkpoint).lanes.map(({ lane, seq }) => [lane, seq]) : []);
}

function lineOf(checkpoint: Checkpoint | undefined): string {
  return checkpoint ? publishedLine(checkpoint) : 'null';
}

function isWithin({ occurredAt }: FoundRecord, from: Date, to: Date): boolean {
  const at = new Date(occurredAt);
  return at >= from && at < to;
}

/** By the hash that was signed, whatever became of the record since. */
function hashLineOf(lane: number, { seq, line, erasure, removed }: FoundRecord): string {
  const signed = removed ?? erasure?.original;
  return JSON.stringify({ lane, seq, hash: signed ? signed.toString('hex') : hash('sha256', line) });
}

/** Seconds since 1970 at which a UUIDv7 was made (RFC 9562 section 5.7). */
function madeAt(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) / 1_000;
}

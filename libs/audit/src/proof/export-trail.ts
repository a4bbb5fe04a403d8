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

/**
 * A range of the trail with what proves it, line by line, so that a file of it is checked without the database and without our code
 * (`commands/verify-audit-export.mjs`).
 *
 * First `{"export": …}`: the range, and the keys. Then for each replica `{"stretch": {"replica", "from", "to"}}`: its last checkpoint before the range,
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

  async *lines({ from, to }: ExportRange): AsyncGenerator<string> {
    const { ours } = await this.keys.all();
    const keys = [...ours].map(([keyId, publicKey]) => ({ keyId, publicKey: encodePublicKey(publicKey) }));
    yield JSON.stringify({ export: { version: 1, from: from.toISOString(), to: to.toISOString(), keys } });
    let records = 0;
    for (const [replica, lanes] of await this.lanesByReplica(from, to)) {
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
          if (isWithin(record, from, to)) records += 1;
          yield isWithin(record, from, to) ? record.line : hashLineOf(lane, record);
        }
      }
    }
    yield JSON.stringify({ end: { records } });
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
      for await (const checkpoint of this.trail.checkpoints(replica, number - 1)) {
        if (new Date(readBody(checkpoint).at) <= from) return checkpoint;
        break;
      }
    }
    return undefined;
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

function hashLineOf(lane: number, { seq, line }: FoundRecord): string {
  return JSON.stringify({ lane, seq, hash: hash('sha256', line) });
}

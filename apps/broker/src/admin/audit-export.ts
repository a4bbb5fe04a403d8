import { Readable } from 'node:stream';
import type { AuditLog, ExportTrail } from '@app/audit';
import type { ExportAuditEventsQuery } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { type Act, actorOf } from './act.js';

/** Large enough that a line costs no write of its own. */
const CHUNK = 64 * 1024;

/** A range of the trail as a file that proves itself. That it was taken is recorded first. */
export class AuditExport {
  constructor(
    private readonly database: Database,
    private readonly exportTrail: ExportTrail,
    private readonly audit: AuditLog,
  ) {}

  /** JSON Lines. A stream that breaks off lacks its last line, by which it is known to be whole. */
  async execute(query: ExportAuditEventsQuery, { operator, requestId }: Act): Promise<Readable> {
    const range = { from: new Date(query.from), to: new Date(query.to) };
    const removed = await this.exportTrail.removedUntil();
    if (removed && range.from < removed) {
      const reason = `records before ${removed.toISOString()} were removed by retention`;
      throw BrokerError.invalidRequest([{ pointer: '/from', reason }]);
    }
    if (range.from >= range.to) throw BrokerError.invalidRequest([{ pointer: '/to', reason: 'must be after from' }]);
    const actor = actorOf({ operator });
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'audit.exported', outcome: 'ok', actor, requestId, details: { ...query } }),
    );
    return Readable.from(inChunks(this.exportTrail.lines(range)), { objectMode: false });
  }
}

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  yield Buffer.from(chunk);
}

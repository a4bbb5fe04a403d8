import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type ImportLine,
  type ImportRowResponse,
  importLine,
  type ListImportRowsQuery,
  type Page,
} from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError, type InvalidMember } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import { decodeCursor, encodeCursor } from '../../http/cursor.js';
import { invalidRequestOf } from '../../http/decode.pipe.js';
import type { JobRecords } from '../../jobs/job-records.js';
import type { Act } from '../act.js';
import type { StartJob } from '../start-job.js';
import { IMPORT, type ImportAsked } from './import.work.js';
import { linesOf, type NumberedLine } from './import-lines.js';
import type { ImportRows, NewImportRow } from './import-rows.js';

/** More than a person mends at once. */
const MOST_ERRORS = 20;

/** Moving in: refresh tokens of an older system, each to be refreshed, identified and stored like a consent. */
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly rows: ImportRows,
    private readonly records: JobRecords,
    private readonly startJob: StartJob,
  ) {}

  /** The job's id. All lines are taken, or none: `invalid_request` names the lines that are wrong, and never what was in them. */
  async start(body: unknown, replace: boolean, act: Act): Promise<string> {
    if (!(body instanceof Readable))
      throw BrokerError.invalidRequest([{ pointer: '', reason: 'must be sent as application/x-ndjson' }]);
    const rows = await this.read(body);
    if (rows.length === 0) throw BrokerError.invalidRequest([{ pointer: '', reason: 'has no lines' }]);
    const total = rows.length;
    const request = { replace, requestId: act.requestId } satisfies ImportAsked;
    const applications = [...new Set(rows.map(({ application }) => application))];
    const details = { lines: total, applications, replace };
    return this.database.transaction((tx) => {
      const fill = (jobId: string) => this.rows.add(tx, jobId, rows);
      return this.startJob.execute(tx, { type: IMPORT, total, request, details, fill }, act);
    });
  }

  async list(jobId: string, { limit, cursor, outcome }: ListImportRowsQuery): Promise<Page<ImportRowResponse>> {
    if ((await this.records.find(jobId))?.type !== IMPORT)
      throw new BrokerError('not_found', { detail: 'There is no such import.' });
    const [after = '0'] = cursor === undefined ? [] : decodeCursor(cursor, ['number']);
    const rows = await this.rows.page(jobId, Number(after), outcome, limit + 1);
    const items = rows.slice(0, limit).map((row) => ({ ...row, finishedAt: row.finishedAt?.toISOString() ?? null }));
    return { items, nextCursor: rows.length > limit ? encodeCursor([String(items.at(-1)?.line)]) : null };
  }

  private async read(body: Readable): Promise<NewImportRow[]> {
    const names = new Set((await this.applications.all()).map(({ name }) => name));
    const rows: NewImportRow[] = [];
    const errors: InvalidMember[] = [];
    const seen = new Map<string, number>();
    for await (const numbered of linesOf(body)) {
      const { line } = numbered;
      const parsed = parse(numbered);
      const wrong = (pointer: string, reason: string) => errors.push({ pointer: `/${line}${pointer}`, reason });
      if ('errors' in parsed) for (const { pointer, reason } of parsed.errors) wrong(pointer, reason);
      else if (!names.has(parsed.value.application)) wrong('/application', 'is not registered');
      else {
        const token = hash('sha256', parsed.value.refreshToken);
        const before = seen.get(token);
        if (before !== undefined) wrong('/refreshToken', `is the one of line ${before}; it works once`);
        else seen.set(token, line);
        if (errors.length === 0) rows.push(await this.rows.sealed(line, parsed.value));
      }
      if (errors.length >= MOST_ERRORS) break;
    }
    if (errors.length > 0) throw BrokerError.invalidRequest(errors.slice(0, MOST_ERRORS));
    return rows;
  }
}

function parse({ text }: NumberedLine): { readonly value: ImportLine } | { readonly errors: readonly InvalidMember[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { errors: [{ pointer: '', reason: 'is not JSON' }] };
  }
  const parsed = importLine.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  return { errors: invalidRequestOf(parsed.error.issues).members.errors as InvalidMember[] };
}

import type { Database } from '@app/database';
import { envelopeDataKeyId } from './envelope.js';
import type { SealedTable } from './sealed-table.js';
import { SealError, type Sealer } from './sealer.js';
import { resealRowsSql, sealedRowsSql } from './sql/sealed-tables.sql.js';

/** Rows that are locked, sealed anew and committed together. */
const ROWS_PER_STEP = 200;

/** Whose values, and sealed with which key. */
export interface KeyOfOwner {
  readonly dataKeyId: string;
  readonly corpId: string;
  readonly application: string;
}

export interface ResealedStep {
  /** Where the next step begins; undefined if this was the last. */
  readonly next: string | undefined;
  readonly resealed: number;
  /** Values that do not open, and so stay as they are: somebody changed or moved them. As `table.column of row`. */
  readonly unopened: readonly string[];
}

type SealedRow = { readonly row: string; readonly version: number } & Record<string, Buffer | null | string | number>;

/**
 * Seals anew, with the owner's current key, what is sealed with another, step by step, while all of it is in use. A value that was
 * replaced between reading and writing stays as it is now: it is newer.
 */
export class Reseal {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** @param after where the last step ended; undefined: from the beginning */
  async step(of: SealedTable, key: KeyOfOwner, after: string | undefined): Promise<ResealedStep> {
    const { corpId, application } = key;
    const rows = await this.database.query<SealedRow>(sealedRowsSql(of), [
      corpId,
      application,
      after ?? null,
      ROWS_PER_STEP,
    ]);
    const unopened: string[] = [];
    const changes: { row: SealedRow; values: (readonly [Buffer, Buffer] | undefined)[] }[] = [];
    for (const row of rows) {
      const values = await Promise.all(of.columns.map((column) => this.again(of, key, row, column, unopened)));
      if (values.some((value) => value !== undefined)) changes.push({ row, values });
    }
    const next = rows.length === ROWS_PER_STEP ? rows.at(-1)?.row : undefined;
    if (changes.length === 0) return { next, resealed: 0, unopened };
    const stored = await this.database.query<{ resealed: number }>(resealRowsSql(of), [
      corpId,
      application,
      changes.map(({ row }) => row.row),
      changes.map(({ row }) => row.version),
      ...of.columns.flatMap((_, n) => [
        changes.map(({ values }) => values[n]?.[0] ?? null),
        changes.map(({ values }) => values[n]?.[1] ?? null),
      ]),
    ]);
    return { next, resealed: stored.reduce((sum, { resealed }) => sum + resealed, 0), unopened };
  }

  /** What is there, and the same sealed with the current key; undefined if it is not sealed with the key to get rid of. */
  private async again(
    { table }: SealedTable,
    { dataKeyId, corpId, application }: KeyOfOwner,
    row: SealedRow,
    column: string,
    unopened: string[],
  ): Promise<readonly [Buffer, Buffer] | undefined> {
    const sealed = row[`${column}_sealed`];
    if (!Buffer.isBuffer(sealed) || keyIdOf(sealed) !== dataKeyId) return undefined;
    const place = { table, row: row.row, column, version: row.version };
    try {
      const plain = await this.sealer.open(place, sealed);
      return [sealed, await this.sealer.seal({ corpId, application }, place, plain)];
    } catch (cause) {
      if (!(cause instanceof SealError) || cause.mayOpenLater) throw cause;
      unopened.push(`${table}.${column} of ${row.row}`);
      return undefined;
    }
  }
}

function keyIdOf(sealed: Buffer): string | undefined {
  try {
    return envelopeDataKeyId(sealed);
  } catch {
    return undefined;
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The short form, for every change: fewer cases and smaller numbers, the same guarantees. */
export const SHORT = Boolean(process.env.PROVE_SHORT);

type Row = Readonly<Record<string, string | number>>;

/**
 * The table a proof prints, as `npm run prove` finds it in `PROVE_REPORTS`. It is written with every row, so that a proof that fails
 * still shows what it has seen; columns are the rows' own names in the order in which they first appear.
 */
export class Report {
  private readonly rows: Row[] = [];

  constructor(
    private readonly proof: string,
    private readonly title: string,
  ) {}

  add(row: Row): void {
    this.rows.push(row);
    const folder = process.env.PROVE_REPORTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${this.proof}.json`), JSON.stringify({ title: this.title, rows: this.rows }));
  }
}

/** For a table: seconds since `startedAt`, of `performance.now()`, to a tenth. */
export const secondsSince = (startedAt: number): string => ((performance.now() - startedAt) / 1_000).toFixed(1);

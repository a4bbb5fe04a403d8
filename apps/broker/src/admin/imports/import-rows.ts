import type { ImportLine, ImportOutcome } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import type { UserTokens } from '@app/dingtalk';
import { Secret } from '@app/secret';
import { NO_ORGANISATION, type SealedTable, type Sealer } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import {
  addImportRowsSql,
  dropRowsSql,
  endRowSql,
  importResultSql,
  listImportRowsSql,
  retryRowSql,
  storeRefreshedRowSql,
  takeImportRowsSql,
  undecidedRowsSql,
} from './import-rows.sql.js';

/** Rows that go to the database together. */
const ROWS_PER_STATEMENT = 1_000;

/** A line whose token is sealed; plain it is not kept for longer than it takes to read the line. */
export interface NewImportRow extends Omit<ImportLine, 'refreshToken'> {
  readonly id: string;
  readonly line: number;
  readonly refreshTokenSealed: Buffer;
}

/** A row that somebody is at, with the attempt under which they may decide it. */
export interface TakenRow {
  readonly id: string;
  readonly line: number;
  readonly application: string;
  readonly corpId: string | null;
  readonly expectedUserId: string | null;
  readonly expectedUnionId: string | null;
  readonly refreshTokenSealed: Buffer;
  readonly tokenVersion: number;
  /** Null until DingTalk has answered for the token that was brought. */
  readonly accessTokenSealed: Buffer | null;
  readonly obtainedAt: Date | null;
  readonly expireInSeconds: number | null;
  readonly tokenLives: boolean | null;
  readonly tokensCorpId: string | null;
  /** An answer to the refresh token was lost. */
  readonly inDoubt: boolean;
  /** Since the row was last a step further. */
  readonly tries: number;
  readonly attemptId: string;
}

export interface ImportedRow {
  readonly line: number;
  readonly application: string;
  readonly corpId: string | null;
  readonly expectedUserId: string | null;
  readonly expectedUnionId: string | null;
  readonly outcome: ImportOutcome | null;
  readonly grantId: string | null;
  readonly finishedAt: Date | null;
}

type SealedColumn = 'access_token' | 'refresh_token';

/** Whose grant it will be is not known yet, so the tokens belong to the application alone. */
export const importRowsTable: SealedTable = {
  table: 'import_rows',
  row: 'id',
  rowType: 'uuid',
  columns: ['access_token', 'refresh_token'],
  version: 'token_version',
  owner: { corpId: `'${NO_ORGANISATION}'`, application: 'application' },
};

/** The lines of imports: sealed from the first moment, worked on, decided, and then without their tokens. */
export class ImportRows {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async sealed(line: number, { refreshToken, ...rest }: ImportLine): Promise<NewImportRow> {
    const id = uuidv7();
    const refreshTokenSealed = await this.seal({ id, ...rest }, 'refresh_token', 1, Secret.of(refreshToken));
    return { ...rest, id, line, refreshTokenSealed };
  }

  async add(tx: Transaction, jobId: string, rows: readonly NewImportRow[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
      const some = rows.slice(from, from + ROWS_PER_STATEMENT);
      await tx.query(addImportRowsSql, [
        jobId,
        some.map(({ id }) => id),
        some.map(({ line }) => line),
        some.map(({ application }) => application),
        some.map(({ corpId }) => corpId ?? null),
        some.map(({ expectedUserId }) => expectedUserId ?? null),
        some.map(({ expectedUnionId }) => expectedUnionId ?? null),
        some.map(({ refreshTokenSealed }) => refreshTokenSealed),
      ]);
    }
  }

  /** The next ones that are due. @param begunOnly those whose token was sent before */
  async take(jobId: string, most: number, begunOnly: boolean): Promise<TakenRow[]> {
    return this.database.query<TakenRow & Record<string, unknown>>(takeImportRowsSql, [
      jobId,
      most,
      begunOnly,
      uuidv7(),
    ]);
  }

  /** Throws `SealError`. */
  async open(row: TakenRow, column: SealedColumn): Promise<Secret> {
    const sealed = column === 'access_token' ? row.accessTokenSealed : row.refreshTokenSealed;
    if (!sealed) throw new Error(`The row holds no ${column}`);
    return this.sealer.open(placeOf(row.id, column, row.tokenVersion), sealed);
  }

  /** The row with the tokens that replaced those it had; undefined if it was decided meanwhile, or somebody else has stored newer ones. */
  async refreshed(row: TakenRow, tokens: UserTokens, obtainedAt: Date): Promise<boolean> {
    const version = row.tokenVersion + 1;
    const stored = await this.database.query(storeRefreshedRowSql, [
      row.id,
      row.tokenVersion,
      await this.seal(row, 'access_token', version, tokens.accessToken),
      await this.seal(row, 'refresh_token', version, tokens.refreshToken),
      obtainedAt,
      tokens.expireInSeconds,
      tokens.corpId ?? null,
    ]);
    return stored.length === 1;
  }

  async retry({ id, attemptId }: TakenRow, { inDoubt = false, afterSeconds = 0 } = {}): Promise<void> {
    await this.database.query(retryRowSql, [id, attemptId, inDoubt, afterSeconds]);
  }

  /** False if somebody else has taken the row since. */
  async end(
    on: Pick<Database, 'query'> | Pick<Transaction, 'query'>,
    { id, attemptId }: TakenRow,
    outcome: ImportOutcome,
    grant?: { readonly corpId: string; readonly grantId: string },
  ): Promise<boolean> {
    const ended = await on.query(endRowSql, [id, attemptId, outcome, grant?.grantId ?? null, grant?.corpId ?? null]);
    return ended.length === 1;
  }

  async drop(jobId: string): Promise<void> {
    await this.database.query(dropRowsSql, [jobId]);
  }

  /** How many are not decided, and of how many of those the token was sent. */
  async undecided(jobId: string): Promise<{ readonly all: number; readonly begun: number }> {
    const [row] = await this.database.query<{ all: number; begun: number }>(undecidedRowsSql, [jobId]);
    return row ?? { all: 0, begun: 0 };
  }

  async result(jobId: string): Promise<Record<string, number>> {
    const rows = await this.database.query<{ outcome: string; count: number }>(importResultSql, [jobId]);
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  }

  async page(
    jobId: string,
    afterLine: number,
    outcome: ImportOutcome | undefined,
    limit: number,
  ): Promise<ImportedRow[]> {
    return this.database.query<ImportedRow & Record<string, unknown>>(listImportRowsSql, [
      jobId,
      afterLine,
      outcome ?? null,
      limit,
    ]);
  }

  private async seal(
    { id, application }: { readonly id: string; readonly application: string },
    column: SealedColumn,
    version: number,
    token: Secret,
  ): Promise<Buffer> {
    return this.sealer.seal({ corpId: NO_ORGANISATION, application }, placeOf(id, column, version), token);
  }
}

function placeOf(row: string, column: SealedColumn, version: number) {
  return { table: importRowsTable.table, row, column, version };
}

/**
 * A statement that did not end with an answer from PostgreSQL.
 *
 * `refused`: PostgreSQL answered with an error, so nothing of the statement holds.
 * `not_sent`: no connection could be had, so nothing was sent.
 * `unknown`: the connection was lost or the deadline passed after sending; the statement may have committed.
 * Whoever hands out secrets must treat `unknown` as "recorded, but nothing may leave" and must never send it again.
 */
export class DatabaseFailure extends Error {
  readonly fate: 'refused' | 'not_sent' | 'unknown';
  /** SQLSTATE, when PostgreSQL gave one. */
  readonly sqlState: string | undefined;

  constructor(fate: DatabaseFailure['fate'], cause: unknown) {
    super(`database ${fate}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'DatabaseFailure';
    this.fate = fate;
    this.sqlState = sqlStateOf(cause);
  }

  static of(cause: unknown): DatabaseFailure {
    if (cause instanceof DatabaseFailure) return cause;
    return new DatabaseFailure(wasAnswered(sqlStateOf(cause)) ? 'refused' : 'unknown', cause);
  }
}

/** Only what PostgreSQL itself reports has a severity; `EPIPE` of the socket has five letters too, and is no answer. */
function sqlStateOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error && 'severity' in cause && 'code' in cause)) return undefined;
  return typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code) ? cause.code : undefined;
}

/** Class 08 and 57P0x mean that the connection went away, which says nothing about what it was doing. */
function wasAnswered(sqlState: string | undefined): boolean {
  return sqlState !== undefined && !sqlState.startsWith('08') && !sqlState.startsWith('57P0');
}

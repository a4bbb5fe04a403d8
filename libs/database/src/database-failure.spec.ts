import { describe, expect, it } from '@jest/globals';
import { DatabaseFailure } from './database-failure.js';

const reported = (code: string) => Object.assign(new Error('as PostgreSQL says'), { severity: 'ERROR', code });
const ofSocket = (code: string) => Object.assign(new Error(`write ${code}`), { code, errno: -1, syscall: 'write' });

describe(DatabaseFailure.name, () => {
  it.each([
    ['22021', 'a byte that is no text'],
    ['23505', 'a key that is there already'],
    ['23514', 'a check that does not hold'],
    ['40001', 'a transaction that has to be repeated'],
    ['42P01', 'a table that is away'],
    ['53100', 'a full disk'],
    ['57014', 'a statement that was cancelled'],
    ['P0001', 'an exception of a function'],
  ])('knows that nothing of a statement holds after %s, %s', (code) => {
    expect(DatabaseFailure.of(reported(code))).toMatchObject({ fate: 'refused', sqlState: code });
  });

  it.each([
    ['08006', 'the connection failed'],
    ['08003', 'there is no connection'],
    ['57P01', 'an administrator ended the connection'],
    ['57P02', 'the server crashed'],
    ['57P05', 'the session was idle for too long'],
  ])('says unknown after %s, because %s while the statement may have committed', (code) => {
    expect(DatabaseFailure.of(reported(code))).toMatchObject({ fate: 'unknown', sqlState: code });
  });

  it.each(
    [
      ofSocket('ECONNRESET'),
      // Five letters, like a SQLSTATE; taken for an answer, it would have been sent a second time.
      ofSocket('EPIPE'),
      ofSocket('EPERM'),
      new Error('Connection terminated unexpectedly'),
      new Error('no answer to hand-out in 5000 ms'),
      'a text',
      undefined,
    ].map((cause) => [String(cause), cause] as const),
  )('says unknown when no answer came: %s', (_, cause) => {
    expect(DatabaseFailure.of(cause)).toMatchObject({ fate: 'unknown', sqlState: undefined });
  });

  it('keeps what is known already, and the cause for the log', () => {
    const failure = new DatabaseFailure('not_sent', reported('53300'));
    expect(DatabaseFailure.of(failure)).toBe(failure);
    expect(failure.message).toBe('database not_sent: as PostgreSQL says');
    expect(failure.cause).toMatchObject({ code: '53300' });
  });
});

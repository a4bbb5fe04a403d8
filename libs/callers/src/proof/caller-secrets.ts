import type { Database, Transaction } from '@app/database';
import { endSecretSql, secretForEndingSql, secretsOfCallerSql } from '../sql/caller-secrets.sql.js';

/** What is known of a secret besides its hash. */
export interface CallerSecret {
  readonly id: string;
  readonly createdAt: Date;
  /** Null: it works until another takes its place. */
  readonly expiresAt: Date | null;
  /** To the minute; null: not since `usesNotedSince`. */
  readonly lastUsedAt: Date | null;
  readonly usesNotedSince: Date;
}

/** The rows of `caller_secrets`, for operators. A new one comes by `CallerProofs.replaceSecret`. */
export class CallerSecrets {
  constructor(private readonly database: Database) {}

  /** The newest first; those that have ended are among them for a day. */
  async of(callerId: string): Promise<CallerSecret[]> {
    return this.database.query<CallerSecret & Record<string, unknown>>(secretsOfCallerSql, [callerId]);
  }

  /** Undefined if the caller has none of this id that works. Nobody else ends it until the transaction does. */
  async lock(tx: Transaction, callerId: string, secretId: string): Promise<CallerSecret | undefined> {
    const [secret] = await tx.query<CallerSecret & Record<string, unknown>>(secretForEndingSql, [callerId, secretId]);
    return secret;
  }

  /** From the commit on it is a wrong secret. Access tokens that were got with it live on. */
  async end(tx: Transaction, callerId: string, secretId: string): Promise<CallerSecret | undefined> {
    const [secret] = await tx.query<CallerSecret & Record<string, unknown>>(endSecretSql, [callerId, secretId]);
    return secret;
  }
}

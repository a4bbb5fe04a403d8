import type { Database, Transaction } from '@app/database';
import type { Secret } from '@app/secret';
import { hashCallerSecret } from '../caller-secret.js';
import {
  changeProofSql,
  endSecretsSql,
  lockProofSql,
  proofOfCallerSql,
  proofsOfCallersSql,
} from '../sql/caller-proofs.sql.js';
import { insertCallerSecretSql } from '../sql/callers.sql.js';
import { type AuthMethod, type CallerProof, columnsOf, type ProofColumns, proofOf } from './caller-proof.js';

type ProofRow = ProofColumns & { readonly authMethod: AuthMethod };

/** What goes with each caller's method of proof, for operators. */
export class CallerProofs {
  constructor(private readonly database: Database) {}

  /** Undefined if there is no such caller. */
  async find(callerId: string): Promise<CallerProof | undefined> {
    const [row] = await this.database.query<ProofRow>(proofOfCallerSql, [callerId]);
    return row && proofOf(row.authMethod, row);
  }

  /** By the caller's id; of those that do not exist there is none. */
  async findAll(callerIds: readonly string[]): Promise<ReadonlyMap<string, CallerProof>> {
    const rows = await this.database.query<ProofRow & { id: string }>(proofsOfCallersSql, [callerIds]);
    return new Map(rows.map((row) => [row.id, proofOf(row.authMethod, row)]));
  }

  /** As `find`, and nobody else changes it until the transaction ends. */
  async lock(tx: Transaction, callerId: string): Promise<CallerProof | undefined> {
    const [row] = await tx.query<ProofRow>(lockProofSql, [callerId]);
    return row && proofOf(row.authMethod, row);
  }

  /** Of the same method. Access tokens that are out live on. */
  async replace(tx: Transaction, callerId: string, proof: CallerProof): Promise<void> {
    await tx.query(changeProofSql, [callerId, ...valuesOf(proof)]);
  }

  /**
   * Gives a caller a new secret; the one it had works for `overlapSeconds` more, any older one no longer. Call it with the proof
   * locked. Answers when the last old one ends.
   */
  async replaceSecret(tx: Transaction, callerId: string, secret: Secret, overlapSeconds: number): Promise<Date | null> {
    const ended = await tx.query<{ expiresAt: Date }>(endSecretsSql, [callerId, overlapSeconds]);
    await tx.query(insertCallerSecretSql, [callerId, hashCallerSecret(secret)]);
    return ended.reduce<Date | null>((last, { expiresAt }) => (last && last > expiresAt ? last : expiresAt), null);
  }
}

/** In the order of the statements that write them. */
export function valuesOf(proof: CallerProof): unknown[] {
  const columns = columnsOf(proof);
  return [
    columns.jwks && JSON.stringify(columns.jwks),
    columns.jwksUri,
    columns.tokenIssuer,
    columns.tokenSubject,
    columns.certificateNameKind,
    columns.certificateName,
  ];
}

import { createHash, randomBytes } from 'node:crypto';
import type { Database, Transaction } from '@app/database';
import { Secret } from '@app/secret';
import { v7 as uuidv7 } from 'uuid';
import type { Operator } from './operator.js';
import { holderOfTokenSql, insertTokenSql, revokeTokenSql, tokensOfSql } from './sql/operators.sql.js';

/** A token of an operator's program, as far as it can be seen again. */
export interface OperatorToken {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  /** Of those the role holds; null: all of them. */
  readonly permissions: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whom a token makes whoever holds it. */
export interface TokenHolder extends Pick<Operator, 'id' | 'name' | 'role'> {
  readonly permissions: readonly string[] | null;
}

type Row<Shape> = Shape & { readonly [column: string]: unknown };

/** The rows of `operator_tokens`. */
export class OperatorTokens {
  constructor(private readonly database: Database) {}

  /** The token itself is in the answer this once. */
  async add(
    tx: Transaction,
    operatorId: string,
    { name, permissions, expiresAt }: Pick<OperatorToken, 'name' | 'permissions' | 'expiresAt'>,
  ): Promise<{ id: string; token: Secret }> {
    const id = uuidv7();
    const token = Secret.of(`op_${randomBytes(32).toString('base64url')}`);
    await tx.query(insertTokenSql, [id, operatorId, name, hashOf(token), permissions, expiresAt]);
    return { id, token };
  }

  /** The newest first, after the one given. */
  async list(operatorId: string, limit: number, after: string | undefined): Promise<OperatorToken[]> {
    return this.database.query<Row<OperatorToken>>(tokensOfSql, [operatorId, after ?? null, limit]);
  }

  /** Undefined if the operator has no such token. Saying it twice is saying it once. */
  async revoke(tx: Transaction, operatorId: string, id: string): Promise<OperatorToken | undefined> {
    const [revoked] = await tx.query<Row<OperatorToken>>(revokeTokenSql, [operatorId, id]);
    return revoked;
  }

  /** Undefined for a token that is unknown, expired or revoked, and for one of a disabled operator. */
  async holderOf(token: Secret): Promise<TokenHolder | undefined> {
    const [holder] = await this.database.query<Row<TokenHolder>>(holderOfTokenSql, [hashOf(token)]);
    return holder;
  }
}

/** 256 random bits need no slow hash. */
function hashOf(token: Secret): Buffer {
  return createHash('sha256').update(token.reveal()).digest();
}

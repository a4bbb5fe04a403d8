import { createHash, randomBytes } from 'node:crypto';
import type { Database, Transaction } from '@app/database';
import { Secret } from '@app/secret';
import { v7 as uuidv7 } from 'uuid';
import type { Operator } from './operator.js';
import {
  endSessionBySql,
  endSessionSql,
  endSessionsOfSql,
  holderOfSessionSql,
  insertSessionSql,
  sessionsOfSql,
} from './sql/sessions.sql.js';

/** Somebody who left their desk is signed out. Minutes. */
export const SESSION_IDLE_MINUTES = 30;
/** However busy they are. Minutes. */
export const SESSION_LIFE_MINUTES = 12 * 60;

/** How somebody can show in a browser that they are an operator. */
export type SignInWay = 'dingtalk' | 'openid';

/** Where an operator is signed in. */
export interface OperatorSession {
  readonly id: string;
  readonly signedInAt: Date;
  /** To the minute. */
  readonly lastSeenAt: Date;
  readonly endsAt: Date;
}

/** Whom a session's secret makes whoever holds it. */
export interface SessionHolder extends Pick<Operator, 'id' | 'name' | 'role'> {
  readonly sessionId: string;
  readonly signedInAt: Date;
  readonly way: SignInWay;
  /** Since the operator last showed who they are; null if the provider did not say when that was. */
  readonly secondsSinceSignIn: number | null;
}

type Row<Shape> = Shape & { readonly [column: string]: unknown };

/** The rows of `operator_sessions`. A session is a random secret of 256 bits, kept as a hash: whoever reads the database can be nobody. */
export class OperatorSessions {
  constructor(private readonly database: Database) {}

  /** The secret is what the browser keeps. `authenticatedAt`: when the operator showed who they are; null if nobody says. */
  async open(
    tx: Transaction,
    operatorId: string,
    { way, authenticatedAt }: { readonly way: SignInWay; readonly authenticatedAt: Date | 'now' | null },
  ): Promise<{ id: string; secret: Secret }> {
    const id = uuidv7();
    const secret = Secret.of(randomBytes(32).toString('base64url'));
    await tx.query(insertSessionSql, [id, operatorId, hashOf(secret), SESSION_LIFE_MINUTES, way, authenticatedAt]);
    return { id, secret };
  }

  /** Whoever signs in anew in a browser leaves no session behind in it. */
  async endBy(tx: Transaction, secret: Secret): Promise<void> {
    await tx.query(endSessionBySql, [hashOf(secret)]);
  }

  /** Undefined if it has ended, was idle for too long, or its operator is disabled. Being asked counts as being seen. */
  async holderOf(secret: Secret): Promise<SessionHolder | undefined> {
    const [holder] = await this.database.query<Row<SessionHolder>>(holderOfSessionSql, [
      hashOf(secret),
      SESSION_IDLE_MINUTES,
    ]);
    return holder;
  }

  /** Those that are not over, the newest first. An operator has a handful. */
  async list(operatorId: string): Promise<OperatorSession[]> {
    return this.database.query<Row<OperatorSession>>(sessionsOfSql, [operatorId, SESSION_IDLE_MINUTES]);
  }

  /** False if the operator has no such session. */
  async end(tx: Transaction, operatorId: string, id: string): Promise<boolean> {
    return (await tx.query(endSessionSql, [operatorId, id])).length === 1;
  }

  /** Everywhere at once, as far as there are any. */
  async endAll(tx: Transaction, operatorId: string): Promise<void> {
    await tx.query(endSessionsOfSql, [operatorId]);
  }
}

function hashOf(secret: Secret): Buffer {
  return createHash('sha256').update(secret.reveal()).digest();
}

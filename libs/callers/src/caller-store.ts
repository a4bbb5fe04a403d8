import type { Database, Transaction } from '@app/database';
import type { Secret } from '@app/secret';
import { v7 as uuidv7 } from 'uuid';
import type { Caller, Entitlement, People } from './caller.js';
import { hashCallerSecret } from './caller-secret.js';
import type { CallerProof } from './proof/caller-proof.js';
import { valuesOf } from './proof/caller-proofs.js';
import {
  callerByIdSql,
  callerForJudgingSql,
  callerNamesSql,
  callersByIdSql,
  changeCallerSql,
  deleteEntitlementsSql,
  disableCallerSql,
  enableCallerSql,
  insertCallerSecretSql,
  insertCallerSql,
  insertEntitlementSql,
  lockCallersSql,
} from './sql/callers.sql.js';
import { keepVersionSql, noteGivenSql } from './sql/entitlement-history.sql.js';

export interface CallerDraft {
  readonly name: string;
  readonly clientId: string;
  readonly proof: CallerProof;
  /** With the method `client_secret`, and only with it. */
  readonly clientSecret: Secret | undefined;
  readonly entitlements: readonly Omit<Entitlement, 'position'>[];
}

/** Who gives or takes entitlements, and why; kept with every version of them. */
export interface EntitlementHand {
  /** As in audit records. */
  readonly actor: string;
  readonly reason?: string;
  /** The policy version that is gone back to: what it had keeps the date it was given at. */
  readonly restores?: number;
}

interface CallerRow extends Omit<Caller, 'entitlements'> {
  entitlements: (Omit<Entitlement, 'people' | 'expiresAt'> & { people: People | null; expiresAt: string | null })[];
}

/** The rows of `callers`, `caller_secrets` and `entitlements`. */
export class CallerStore {
  constructor(private readonly database: Database) {}

  /** Their names, by id. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; name: string }>(callerNamesSql, [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async find(id: string): Promise<Caller | undefined> {
    const [row] = await this.database.query<CallerRow>(callerByIdSql, [id]);
    return row && callerOf(row);
  }

  /** By id; those that do not exist are absent. */
  async findAll(ids: readonly string[]): Promise<ReadonlyMap<string, Caller>> {
    const rows = await this.database.query<CallerRow>(callersByIdSql, [ids]);
    return new Map(rows.map((row) => [row.id, callerOf(row)]));
  }

  /** The caller with the version of the policy that is not its own and the database's time, all of one moment. */
  async findForJudging(id: string): Promise<{ caller: Caller; policyStateVersion: number; now: Date } | undefined> {
    const [row] = await this.database.query<CallerRow & { policyStateVersion: number; now: Date }>(
      callerForJudgingSql,
      [id],
    );
    return row && { caller: callerOf(row), policyStateVersion: row.policyStateVersion, now: row.now };
  }

  /** The new caller's id; undefined if the name is taken, or if another caller proves who it is by the same subject or certificate. */
  async add(tx: Transaction, draft: CallerDraft, by: EntitlementHand): Promise<string | undefined> {
    const id = uuidv7();
    const { name, clientId, proof, clientSecret } = draft;
    const inserted = await tx.query(insertCallerSql, [id, name, clientId, proof.method, ...valuesOf(proof)]);
    if (inserted.length === 0) return undefined;
    if (clientSecret) await tx.query(insertCallerSecretSql, [id, hashCallerSecret(clientSecret)]);
    await this.insertEntitlements(tx, id, draft.entitlements, by);
    return id;
  }

  /** Nobody else changes these callers until the transaction ends. Their policy versions, by id; those that do not exist are absent. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ id: string; policyVersion: number }>(lockCallersSql, [ids]);
    return new Map(rows.map(({ id, policyVersion }) => [id, policyVersion]));
  }

  /** False if there is no such caller. Members left out stay as they are. */
  async change(
    tx: Transaction,
    id: string,
    change: { name?: string; entitlements?: readonly Omit<Entitlement, 'position'>[] },
    by: EntitlementHand,
  ): Promise<boolean> {
    if ((await this.lock(tx, [id])).size === 0) return false;
    await tx.query(changeCallerSql, [id, change.name ?? null]);
    if (change.entitlements) {
      await tx.query(deleteEntitlementsSql, [id]);
      await this.insertEntitlements(tx, id, change.entitlements, by);
    }
    return true;
  }

  async disable(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(disableCallerSql, [id])).length === 1;
  }

  async enable(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(enableCallerSql, [id])).length === 1;
  }

  private async insertEntitlements(
    tx: Transaction,
    callerId: string,
    entitlements: readonly Omit<Entitlement, 'position'>[],
    { actor, reason, restores }: EntitlementHand,
  ): Promise<void> {
    for (const [index, entitlement] of entitlements.entries()) {
      await tx.query(insertEntitlementSql, [
        callerId,
        index + 1,
        entitlement.application,
        entitlement.scopes,
        entitlement.delivery,
        'all' in entitlement.people ? null : JSON.stringify(entitlement.people),
        entitlement.purposeRequired,
        entitlement.expiresAt,
        entitlement.wholeToken,
        entitlement.wholeTokenReason,
        entitlement.mayBringCodes,
        entitlement.mayRevoke,
        entitlement.ratePerSecond,
        entitlement.personRatePerSecond,
      ]);
    }
    await tx.query(noteGivenSql, [callerId, actor, restores ?? null]);
    await tx.query(keepVersionSql, [callerId, actor, reason ?? null]);
  }
}

function callerOf(row: CallerRow): Caller {
  return {
    ...row,
    entitlements: row.entitlements.map((entitlement) => ({
      ...entitlement,
      people: entitlement.people ?? { all: true },
      expiresAt: entitlement.expiresAt === null ? null : new Date(entitlement.expiresAt),
    })),
  };
}

import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { Operator, OperatorRole } from './operator.js';
import {
  changeOperatorSql,
  disableOperatorSql,
  enabledOwnersSql,
  enableOperatorSql,
  insertOperatorSql,
  operatorByIdSql,
  operatorByPersonSql,
  operatorsSql,
} from './sql/operators.sql.js';

type OperatorRow = Operator & { readonly [column: string]: unknown };

export interface OperatorDraft {
  readonly name: string;
  readonly role: OperatorRole;
  readonly unionId: string | null;
}

/** The rows of `operators`. */
export class OperatorStore {
  constructor(private readonly database: Database) {}

  /** By name, after the one given. */
  async list(limit: number, after: string | undefined): Promise<Operator[]> {
    return this.database.query<OperatorRow>(operatorsSql, [after ?? null, limit]);
  }

  async find(id: string): Promise<Operator | undefined> {
    const [row] = await this.database.query<OperatorRow>(operatorByIdSql, [id]);
    return row;
  }

  /** The enabled operator whom this person signs in as. */
  async findByPerson(unionId: string): Promise<Operator | undefined> {
    const [row] = await this.database.query<OperatorRow>(operatorByPersonSql, [unionId]);
    return row;
  }

  /** The new operator's id; undefined if the name is taken, or the person is an operator already. */
  async add(tx: Transaction, { name, role, unionId }: OperatorDraft): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(insertOperatorSql, [uuidv7(), name, role, unionId]);
    return row?.id;
  }

  /** False if there is no such operator. Members left out stay as they are. Throws `DatabaseFailure` if the name or the person is taken. */
  async change(tx: Transaction, id: string, { name, role, unionId }: Partial<OperatorDraft>): Promise<boolean> {
    const values = [id, name ?? null, role ?? null, unionId ?? null, unionId !== undefined];
    return (await tx.query(changeOperatorSql, values)).length === 1;
  }

  /** From the next request on its tokens are not known. */
  async disable(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(disableOperatorSql, [id])).length === 1;
  }

  async enable(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(enableOperatorSql, [id])).length === 1;
  }

  /** Ids of those who can say who the operators are; nobody changes them until the transaction ends. */
  async lockOwners(tx: Transaction): Promise<readonly string[]> {
    return (await tx.query<{ id: string }>(enabledOwnersSql)).map(({ id }) => id);
  }
}

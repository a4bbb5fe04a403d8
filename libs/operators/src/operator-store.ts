import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { OpenIdPerson } from './openid/openid-provider.js';
import type { Operator, OperatorRole } from './operator.js';
import {
  changeOperatorSql,
  disableOperatorSql,
  enabledOwnersSql,
  enableOperatorSql,
  insertOperatorSql,
  operatorByIdSql,
  operatorByPersonSql,
  operatorBySubjectSql,
  operatorsSql,
} from './sql/operators.sql.js';

type OperatorRow = Operator & { readonly [column: string]: unknown };

export interface OperatorDraft {
  readonly name: string;
  readonly role: OperatorRole;
  readonly unionId: string | null;
  /** Who signs in through an OpenID Connect provider. */
  readonly openId: Pick<OpenIdPerson, 'issuer' | 'subject'> | null;
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

  /** The operator this person of a provider signs in as, even a disabled one. */
  async findBySubject({ issuer, subject }: Pick<OpenIdPerson, 'issuer' | 'subject'>): Promise<Operator | undefined> {
    const [row] = await this.database.query<OperatorRow>(operatorBySubjectSql, [issuer, subject]);
    return row;
  }

  /** The new operator's id; undefined if the name is taken, or the person is an operator already. */
  async add(tx: Transaction, { name, role, unionId, openId }: OperatorDraft): Promise<string | undefined> {
    const values = [uuidv7(), name, role, unionId, openId?.issuer ?? null, openId?.subject ?? null];
    const [row] = await tx.query<{ id: string }>(insertOperatorSql, values);
    return row?.id;
  }

  /** False if there is no such operator. Members left out stay as they are. Throws `DatabaseFailure` if the name or the person is taken. */
  async change(tx: Transaction, id: string, { name, role, unionId, openId }: Partial<OperatorDraft>): Promise<boolean> {
    const person = [unionId ?? null, unionId !== undefined];
    const subject = [openId?.issuer ?? null, openId?.subject ?? null, openId !== undefined];
    const values = [id, name ?? null, role ?? null, ...person, ...subject];
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

import type { AuditAct, AuditLog } from '@app/audit';
import type {
  ChangeOperatorRequest,
  CreateOperatorRequest,
  OperatorResponse,
  OwnOperatorResponse,
  Page,
} from '@app/contract';
import { type Database, DatabaseFailure, type Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { OperatorDraft, OperatorStore, Operator as StoredOperator } from '@app/operators';
import type { Operator } from '../access/access.js';
import { permissions } from '../access/operator-permissions.js';
import { mayDo } from '../access/operators.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';

const UNIQUE_VIOLATION = '23505';

/** Saying who administers the broker. Somebody who can say so always stays. */
export class ManageOperators {
  constructor(
    private readonly database: Database,
    private readonly store: OperatorStore,
    private readonly audit: AuditLog,
    /** Of the OpenID Connect provider that operators sign in through; undefined without one. */
    private readonly issuer: string | undefined,
  ) {}

  /** By name. */
  async list(limit: number, cursor: string | undefined): Promise<Page<OperatorResponse>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['name'])[0];
    const rows = await this.store.list(limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(responseOf), nextCursor: last ? encodeCursor([last.name]) : null };
  }

  own(operator: Operator): OwnOperatorResponse {
    const { id, name, role } = operator;
    return { id, name, role, permissions: permissions.filter((permission) => mayDo(operator, permission)) };
  }

  async get(id: string): Promise<OperatorResponse> {
    const operator = await this.store.find(id);
    if (!operator) throw notFound();
    return responseOf(operator);
  }

  async create({ oidcSubject, ...request }: CreateOperatorRequest, act: Act): Promise<OperatorResponse> {
    const draft = { ...request, openId: this.openIdOf(oidcSubject) };
    const id = await this.commit(act, { type: 'operator.created', details: { role: draft.role } }, async (tx) => {
      const added = await this.store.add(tx, draft);
      if (added === undefined) throw taken();
      return added;
    });
    return this.get(id);
  }

  async change(
    id: string,
    { name, role, unionId, oidcSubject }: ChangeOperatorRequest,
    act: Act,
  ): Promise<OperatorResponse> {
    const change = {
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(unionId !== undefined && { unionId }),
      ...(oidcSubject !== undefined && { openId: this.openIdOf(oidcSubject) }),
    };
    await this.commit(act, { type: 'operator.changed', details: { ...(role && { role }) } }, async (tx) => {
      if (role !== undefined && role !== 'owner') await this.keepAnOwner(tx, id);
      return (await this.changed(tx, id, change)) ? id : undefined;
    });
    return this.get(id);
  }

  async disable(id: string, act: Act): Promise<OperatorResponse> {
    await this.commit(act, { type: 'operator.disabled' }, async (tx) => {
      await this.keepAnOwner(tx, id);
      return (await this.store.disable(tx, id)) ? id : undefined;
    });
    return this.get(id);
  }

  async enable(id: string, act: Act): Promise<OperatorResponse> {
    await this.commit(act, { type: 'operator.enabled' }, async (tx) =>
      (await this.store.enable(tx, id)) ? id : undefined,
    );
    return this.get(id);
  }

  /** A subject is worth what its issuer is: it is entered for the provider that is configured now. */
  private openIdOf(subject: string | null): OperatorDraft['openId'] {
    if (subject === null) return null;
    if (this.issuer !== undefined) return { issuer: this.issuer, subject };
    throw BrokerError.invalidRequest([
      {
        pointer: '/oidcSubject',
        reason: 'no OpenID Connect provider is configured, so there is nobody whose subject it could be',
      },
    ]);
  }

  private async changed(tx: Transaction, id: string, change: Parameters<OperatorStore['change']>[2]): Promise<boolean> {
    try {
      return await this.store.change(tx, id, change);
    } catch (error) {
      throw error instanceof DatabaseFailure && error.sqlState === UNIQUE_VIOLATION ? taken() : error;
    }
  }

  /** The bootstrap token does not count: it is meant to be taken away once the broker is set up. */
  private async keepAnOwner(tx: Transaction, without: string): Promise<void> {
    const owners = await this.store.lockOwners(tx);
    if (owners.length === 1 && owners[0] === without) {
      throw new BrokerError('conflict', {
        detail:
          'This is the last owner: nobody could say who the operators are any more. Make somebody else owner first.',
      });
    }
  }

  private async commit(
    { operator, requestId }: Act,
    { type, details }: Pick<AuditAct, 'type' | 'details'>,
    work: (tx: Transaction) => Promise<string | undefined>,
  ): Promise<string> {
    return this.database.transaction(async (tx) => {
      const operatorId = await work(tx);
      if (operatorId === undefined) throw notFound();
      const actor = actorOf({ operator });
      await this.audit.append(tx, { type, outcome: 'ok', actor, requestId, details: { operatorId, ...details } });
      return operatorId;
    });
  }
}

function responseOf({ disabledAt, createdAt, updatedAt, ...operator }: StoredOperator): OperatorResponse {
  return {
    ...operator,
    disabledAt: disabledAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function taken(): BrokerError {
  return new BrokerError('conflict', { detail: 'There is an operator of this name, or for this person, already.' });
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such operator.' });
}

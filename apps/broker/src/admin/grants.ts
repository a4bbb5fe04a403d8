import { type AuditLog, lastHandouts } from '@app/audit';
import type { GrantResponse, ListGrantsQuery, Page, RevocationReceiptBody } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantEntity, GrantOwner, GrantStore } from '@app/vault';
import type { Repository } from 'typeorm';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { grantBodyOf } from '../procedures/grant-body.js';
import { receiptBodyOf } from '../procedures/receipt-body.js';
import type { RevokeGrant } from '../procedures/revoke-grant.js';
import type { Act } from './act.js';

const filters = ['state', 'application', 'corpId', 'userId', 'unionId'] as const;

/** Reading, suspending, resuming and ending grants. */
export class Grants {
  constructor(
    private readonly database: Database,
    private readonly rows: Repository<GrantEntity>,
    private readonly store: GrantStore,
    private readonly revokeGrant: RevokeGrant,
    private readonly audit: AuditLog,
  ) {}

  /** Newest first, by keyset on (createdAt, id); the time travels as text because a `Date` would lose its microseconds. */
  async list({ limit, cursor, ...query }: ListGrantsQuery): Promise<Page<GrantResponse>> {
    const select = this.rows
      .createQueryBuilder('g')
      .addSelect('g.created_at::text', 'position')
      .orderBy('g.created_at', 'DESC')
      .addOrderBy('g.id', 'DESC')
      .limit(limit + 1);
    for (const filter of filters) {
      if (query[filter] !== undefined) select.andWhere(`g.${filter} = :${filter}`, { [filter]: query[filter] });
    }
    if (cursor !== undefined) {
      const [createdAt, id] = decodeCursor(cursor, ['time', 'uuid']);
      select.andWhere('(g.created_at, g.id) < (:createdAt::timestamptz, :id::uuid)', { createdAt, id });
    }
    const { entities, raw } = await select.getRawAndEntities<{ position: string }>();
    const page = entities.slice(0, limit);
    const last = entities.length > limit ? page.at(-1) : undefined;
    const usedAt = await lastHandouts(
      this.database,
      page.map(({ id }) => id),
    );
    return {
      items: page.map((grant) => grantBodyOf(grant, usedAt.get(grant.id))),
      nextCursor: last ? encodeCursor([raw[limit - 1]?.position ?? '', last.id]) : null,
    };
  }

  async get(id: string): Promise<GrantResponse> {
    const grant = await this.found(id);
    return grantBodyOf(grant, (await lastHandouts(this.database, [id])).get(id));
  }

  async revoke(id: string, reason: string, { operator, requestId }: Act): Promise<RevocationReceiptBody> {
    const { corpId } = await this.found(id);
    const actor = `operator:${operator.name}`;
    const receipt = await this.revokeGrant.execute({
      corpId,
      grantId: id,
      cause: 'operator',
      actor,
      reason,
      requestId,
    });
    if (!receipt) throw new BrokerError('conflict', { detail: 'This grant has ended before.' });
    return receiptBodyOf(receipt);
  }

  /** No hand-out that starts after it has answered carries this grant's token; what is out already stays out. */
  async suspend(id: string, act: Act): Promise<GrantResponse> {
    const suspend = (tx: Transaction, corpId: string) => this.store.suspend(tx, corpId, id);
    return this.commit(id, 'grant.suspended', act, suspend, 'Only an active grant can be suspended.');
  }

  async resume(id: string, act: Act): Promise<GrantResponse> {
    const resume = (tx: Transaction, corpId: string) => this.store.resume(tx, corpId, id);
    return this.commit(id, 'grant.resumed', act, resume, 'This grant is not suspended.');
  }

  private async commit(
    grantId: string,
    type: 'grant.suspended' | 'grant.resumed',
    { operator, requestId }: Act,
    work: (tx: Transaction, corpId: string) => Promise<GrantOwner | undefined>,
    otherwise: string,
  ): Promise<GrantResponse> {
    const { corpId } = await this.found(grantId);
    await this.database.transaction(async (tx) => {
      const owner = await work(tx, corpId);
      if (!owner) throw new BrokerError('conflict', { detail: otherwise });
      const actor = `operator:${operator.name}`;
      await this.audit.append(tx, { type, outcome: 'ok', actor, requestId, corpId, grantId, ...owner });
    });
    return this.get(grantId);
  }

  private async found(id: string): Promise<GrantEntity> {
    const grant = await this.rows.findOneBy({ id });
    if (!grant) throw new BrokerError('not_found', { detail: 'There is no such grant.' });
    return grant;
  }
}

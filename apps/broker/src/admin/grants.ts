import { lastHandouts } from '@app/audit';
import type { GrantResponse, ListGrantsQuery, Page, RevocationReceiptBody } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantEntity } from '@app/vault';
import type { Repository } from 'typeorm';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { RevokeGrant } from '../procedures/revoke-grant.js';
import type { Act } from './act.js';

const filters = ['state', 'application', 'corpId', 'userId', 'unionId'] as const;

/** Reading and ending grants. */
export class Grants {
  constructor(
    private readonly database: Database,
    private readonly rows: Repository<GrantEntity>,
    private readonly revokeGrant: RevokeGrant,
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
      items: page.map((grant) => responseOf(grant, usedAt.get(grant.id))),
      nextCursor: last ? encodeCursor([raw[limit - 1]?.position ?? '', last.id]) : null,
    };
  }

  async get(id: string): Promise<GrantResponse> {
    const grant = await this.found(id);
    return responseOf(grant, (await lastHandouts(this.database, [id])).get(id));
  }

  async revoke(id: string, reason: string, { operator, requestId }: Act): Promise<RevocationReceiptBody> {
    const { corpId } = await this.found(id);
    const actor = `operator:${operator.name}`;
    const receipt = await this.revokeGrant.execute({ corpId, grantId: id, actor, reason, requestId });
    if (!receipt) throw new BrokerError('conflict', { detail: 'This grant has ended before.' });
    return {
      ...receipt,
      revokedAt: receipt.revokedAt.toISOString(),
      liveHandouts: receipt.liveHandouts.map((handout) => ({ ...handout, expiresAt: handout.expiresAt.toISOString() })),
      upstreamLiveUntil: receipt.upstreamLiveUntil?.toISOString() ?? null,
    };
  }

  private async found(id: string): Promise<GrantEntity> {
    const grant = await this.rows.findOneBy({ id });
    if (!grant) throw new BrokerError('not_found', { detail: 'There is no such grant.' });
    return grant;
  }
}

function responseOf(grant: GrantEntity, lastHandoutAt: Date | undefined): GrantResponse {
  return {
    id: grant.id,
    application: grant.application,
    corpId: grant.corpId,
    userId: grant.userId,
    unionId: grant.unionId,
    name: grant.name,
    state: grant.state,
    reason: grant.reason,
    channel: grant.channel,
    scopes: grant.scopes,
    observedAt: grant.observedAt?.toISOString() ?? null,
    accessTokenExpiresAt: grant.accessTokenExpiresAt?.toISOString() ?? null,
    createdAt: grant.createdAt.toISOString(),
    lastHandoutAt: lastHandoutAt?.toISOString() ?? null,
    endsAt: grant.endsAt?.toISOString() ?? null,
    once: grant.once,
  };
}

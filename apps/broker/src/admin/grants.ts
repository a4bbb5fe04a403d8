import { type AuditLog, type HandoutCounts, lastUses, usersOfGrant } from '@app/audit';
import type { CallerStore } from '@app/callers';
import type {
  GrantUserBody,
  ListedGrant,
  ListGrantsQuery,
  ListQuery,
  Page,
  RevocationReceiptBody,
} from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantEntity, GrantOwner, GrantStore } from '@app/vault';
import type { Repository } from 'typeorm';
import { decodeCursor, encodeCursor, timedCursor, timedPosition } from '../http/cursor.js';
import { grantBodyOf } from '../procedures/grant-body.js';
import type { ObserveScopes } from '../procedures/observe-scopes.js';
import { receiptBodyOf } from '../procedures/receipt-body.js';
import type { RevokeGrant } from '../procedures/revoke-grant.js';
import { type Act, actorOf } from './act.js';
import { narrowGrants } from './narrow-grants.js';

/** By keyset on a column and the id; the time travels as text because a `Date` would lose its microseconds. */
const orders = {
  newest: { column: 'created_at', direction: 'DESC', after: '<' },
  oldest: { column: 'created_at', direction: 'ASC', after: '>' },
  consentEnds: { column: 'refresh_token_expires_at', direction: 'ASC', after: '>' },
} as const satisfies Record<ListGrantsQuery['sort'], object>;

/** Reading, checking, suspending, resuming and ending grants. */
export class Grants {
  constructor(
    private readonly database: Database,
    private readonly rows: Repository<GrantEntity>,
    private readonly store: GrantStore,
    private readonly callers: CallerStore,
    private readonly handoutCounts: HandoutCounts,
    private readonly observeScopes: ObserveScopes,
    private readonly revokeGrant: RevokeGrant,
    private readonly audit: AuditLog,
  ) {}

  async list({ limit, cursor, sort, ...filter }: ListGrantsQuery): Promise<Page<ListedGrant>> {
    const { column, direction, after } = orders[sort];
    const select = this.rows
      .createQueryBuilder('g')
      .addSelect(`g.${column}::text`, 'position')
      .orderBy(`g.${column}`, direction)
      .addOrderBy('g.id', direction)
      .limit(limit + 1);
    narrowGrants(select, filter);
    if (sort === 'consentEnds') select.andWhere('g.refresh_token_expires_at is not null');
    if (cursor !== undefined) {
      const [time, id] = decodeCursor(cursor, ['time', 'uuid']);
      select.andWhere(`(g.${column}, g.id) ${after} (:time::timestamptz, :id::uuid)`, { time, id });
    }
    const { entities, raw } = await select.getRawAndEntities<{ position: string }>();
    const page = entities.slice(0, limit);
    const last = entities.length > limit ? page.at(-1) : undefined;
    return {
      items: await this.described(page),
      nextCursor: last ? encodeCursor([raw[limit - 1]?.position ?? '', last.id]) : null,
    };
  }

  async get(id: string): Promise<ListedGrant> {
    const [described] = await this.described([await this.found(id)]);
    if (!described) throw new Error('A grant was described as none');
    return described;
  }

  /** Which callers have used it, the latest first. */
  async users(id: string, { limit, cursor }: ListQuery): Promise<Page<GrantUserBody>> {
    const after = timedPosition(cursor);
    await this.found(id);
    const { items: users, next } = await usersOfGrant(this.database, id, limit, after);
    const names = await this.callers.names(users.map(({ callerId }) => callerId));
    return {
      items: users.map(({ callerId, handouts, lastHandoutAt, liveUntil }) => ({
        caller: { id: callerId, name: names.get(callerId) ?? callerId },
        handouts,
        lastHandoutAt: lastHandoutAt.toISOString(),
        liveUntil: liveUntil?.toISOString() ?? null,
      })),
      nextCursor: next ? timedCursor(next) : null,
    };
  }

  /** Asks DingTalk now what is still granted; what it says is in the answer, and in the trail if it is news. */
  async observe(id: string, { operator, requestId }: Act): Promise<ListedGrant> {
    const { corpId, application, unionId, userId, accessTokenExpiresAt } = await this.found(id);
    if (accessTokenExpiresAt === null || accessTokenExpiresAt <= (await this.store.now())) {
      throw new BrokerError('conflict', {
        detail: 'There is no live access token of this grant to ask DingTalk with.',
      });
    }
    const told = await this.observeScopes.execute({ corpId, grantId: id, requestId, urgency: 'waited_for' });
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'grant.checked',
        outcome: told ? 'ok' : 'temporarily_unavailable',
        actor: actorOf({ operator }),
        requestId,
        corpId,
        grantId: id,
        application,
        unionId,
        userId,
      }),
    );
    if (!told) throw new BrokerError('temporarily_unavailable', { detail: 'DingTalk did not say what is granted.' });
    return this.get(id);
  }

  async revoke(id: string, reason: string, { operator, requestId }: Act): Promise<RevocationReceiptBody> {
    const { corpId } = await this.found(id);
    const actor = actorOf({ operator });
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
  async suspend(id: string, act: Act): Promise<ListedGrant> {
    const suspend = (tx: Transaction, corpId: string) => this.store.suspend(tx, corpId, id);
    return this.commit(id, 'grant.suspended', act, suspend, 'Only an active grant can be suspended.');
  }

  async resume(id: string, act: Act): Promise<ListedGrant> {
    const resume = (tx: Transaction, corpId: string) => this.store.resume(tx, corpId, id);
    return this.commit(id, 'grant.resumed', act, resume, 'This grant is not suspended.');
  }

  private async commit(
    grantId: string,
    type: 'grant.suspended' | 'grant.resumed',
    { operator, requestId }: Act,
    work: (tx: Transaction, corpId: string) => Promise<GrantOwner | undefined>,
    otherwise: string,
  ): Promise<ListedGrant> {
    const { corpId } = await this.found(grantId);
    await this.database.transaction(async (tx) => {
      const owner = await work(tx, corpId);
      if (!owner) throw new BrokerError('conflict', { detail: otherwise });
      const actor = actorOf({ operator });
      await this.audit.append(tx, { type, outcome: 'ok', actor, requestId, corpId, grantId, ...owner });
    });
    return this.get(grantId);
  }

  private async found(id: string): Promise<GrantEntity> {
    const grant = await this.rows.findOneBy({ id });
    if (!grant) throw new BrokerError('not_found', { detail: 'There is no such grant.' });
    return grant;
  }

  private async described(grants: readonly GrantEntity[]): Promise<ListedGrant[]> {
    const ids = grants.map(({ id }) => id);
    const [uses, counts] = await Promise.all([lastUses(this.database, ids), this.handoutCounts.of(grants)]);
    const names = await this.callers.names([...new Set([...uses.values()].map(({ callerId }) => callerId))]);
    return grants.map((grant) => {
      const use = uses.get(grant.id);
      return {
        ...grantBodyOf(grant, use?.occurredAt),
        refreshTokenExpiresAt: grant.refreshTokenExpiresAt?.toISOString() ?? null,
        handouts: counts.get(grant.id) ?? 0,
        lastHandoutBy: use ? { callerId: use.callerId, name: names.get(use.callerId) ?? use.callerId } : null,
      };
    });
  }
}

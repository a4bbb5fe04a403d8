import type { Database, Transaction } from '@app/database';
import type { Secret } from '@app/secret';
import { v7 as uuidv7 } from 'uuid';
import { type GrantOwner, type OwnerRow, ownerOf } from './grant-owner.js';
import {
  BetterGrant,
  type ConsentedTokens,
  type HeldAccessToken,
  REFRESH_TOKEN_SECONDS,
  type SealedConsent,
  tokenPlace,
} from './grant-tokens.js';
import type { Sealer } from './sealer.js';
import {
  accessTokenSql,
  databaseTimeSql,
  endGrantsSql,
  grantOwnerSql,
  insertGrantSql,
  liveGrantSql,
  liveGrantsSql,
  observeScopesSql,
  observeSoonSql,
  renameSql,
  replaceTokensSql,
  resumeGrantSql,
  standingSql,
  suspendGrantSql,
  unrefreshableGrantSql,
} from './sql/grants.sql.js';

export interface GrantKey {
  readonly corpId: string;
  readonly grantId: string;
}

export interface LiveGrant extends GrantKey {
  readonly application: string;
  readonly unionId: string;
}

/** How a person stands with an application in an organisation; what never was is null. */
export interface GrantStanding {
  /** There is a live grant whose tokens are renewed. */
  readonly refreshable: boolean | null;
  /** When the tokens of the live grant were obtained. */
  readonly obtainedAt: Date | null;
  /** Of the live grant. */
  readonly userId: string | null;
  /** When the latest of those that ended did. */
  readonly endedAt: Date | null;
  /** When it was revoked, if no grant has come after that. */
  readonly revokedAt: Date | null;
}

/** What is left out does not matter. */
export interface LiveGrantFilter {
  readonly application?: string | undefined;
  readonly corpId?: string | undefined;
  readonly userId?: string | undefined;
  readonly unionId?: string | undefined;
  readonly grantIds?: readonly string[] | undefined;
}

export interface EndedGrant extends GrantKey {
  readonly application: string;
  readonly unionId: string;
  readonly userId: string | null;
  readonly endedAt: Date;
  /** Until when the destroyed access token goes on living at DingTalk, if it still does. */
  readonly tokenLiveUntil: Date | null;
}

/** What reading the granted scopes changed. */
export interface Observation {
  readonly owner: GrantOwner;
  readonly before: readonly string[];
  /** Nothing had been observed before: what was kept until now was what was asked for. */
  readonly first: boolean;
  /** Nothing is granted any more, and the grant needs consent from now on. */
  readonly withdrawn: boolean;
}

/** The rows of `grants`: stored by consent, read, observed, ended. Refreshing has a class of its own. */
export class GrantStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** The database's clock, the only one that counts for expiry. */
  async now(): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>(databaseTimeSql);
    if (!row) throw new Error('The database did not tell the time');
    return row.now;
  }

  /**
   * Seals before the transaction opens, so that no connection is held while a data key is fetched over another. Throws `BetterGrant` for
   * tokens that cannot be refreshed, if the person has a grant whose tokens can.
   */
  async sealConsent(consented: ConsentedTokens): Promise<SealedConsent> {
    const [live] = await this.database.query<{ id: string; token_version: number; refreshable: boolean }>(
      liveGrantSql,
      [consented.corpId, consented.application, consented.unionId],
    );
    if (live?.refreshable && consented.refreshToken === null) throw new BetterGrant();
    const grantId = live?.id ?? uuidv7();
    const tokenVersion = (live?.token_version ?? 0) + 1;
    return {
      consented,
      grantId,
      tokenVersion,
      accessTokenSealed: await this.sealer.seal(
        consented,
        tokenPlace(grantId, 'access_token', tokenVersion),
        consented.accessToken,
      ),
      refreshTokenSealed:
        consented.refreshToken &&
        (await this.sealer.seal(consented, tokenPlace(grantId, 'refresh_token', tokenVersion), consented.refreshToken)),
    };
  }

  /** False if the grant moved since it was sealed for; seal again and try again. */
  async storeConsent(tx: Transaction, sealed: SealedConsent): Promise<boolean> {
    const { consented } = sealed;
    const rows = await tx.query(sealed.tokenVersion === 1 ? insertGrantSql : replaceTokensSql, [
      consented.corpId,
      sealed.grantId,
      consented.application,
      consented.unionId,
      consented.userId,
      consented.openId,
      consented.name,
      consented.channel,
      consented.scopes,
      consented.observed,
      sealed.tokenVersion,
      consented.obtainedAt,
      sealed.accessTokenSealed,
      consented.expireInSeconds,
      sealed.refreshTokenSealed,
      sealed.refreshTokenSealed && REFRESH_TOKEN_SECONDS,
      consented.endsAt,
      consented.once,
    ]);
    return rows.length === 1;
  }

  async standing(corpId: string, application: string, unionId: string, tx?: Transaction): Promise<GrantStanding> {
    const person = [corpId, application, unionId];
    const [row] = await (tx ?? this.database).query<GrantStanding & Record<string, unknown>>(standingSql, person);
    if (!row) throw new Error('An aggregate without a row');
    return row;
  }

  /** DingTalk does not honour a token that nothing can renew: its grant ends. Undefined if it has ended, or has another token by now. */
  async endUnrefreshable(
    tx: Transaction,
    { corpId, grantId, tokenVersion }: GrantKey & { readonly tokenVersion: number },
  ): Promise<EndedGrant | undefined> {
    const found = await tx.query(unrefreshableGrantSql, [corpId, grantId, tokenVersion]);
    return found.length === 1 ? this.end(tx, corpId, grantId, 'expired') : undefined;
  }

  /** Undefined if the grant had ended before. */
  async end(
    tx: Transaction,
    corpId: string,
    grantId: string,
    state: 'revoked' | 'expired',
  ): Promise<EndedGrant | undefined> {
    const [ended] = await this.endAll(tx, [{ corpId, grantId }], state);
    return ended;
  }

  /** Those that ended just now; the others had ended before. */
  async endAll(tx: Transaction, grants: readonly GrantKey[], state: 'revoked' | 'expired'): Promise<EndedGrant[]> {
    const rows = await tx.query<{
      corp_id: string;
      id: string;
      application: string;
      union_id: string;
      user_id: string | null;
      ended_at: Date;
      token_live_until: Date | null;
    }>(endGrantsSql, [grants.map(({ corpId }) => corpId), grants.map(({ grantId }) => grantId), state]);
    return rows.map((row) => ({
      corpId: row.corp_id,
      grantId: row.id,
      application: row.application,
      unionId: row.union_id,
      userId: row.user_id,
      endedAt: row.ended_at,
      tokenLiveUntil: row.token_live_until,
    }));
  }

  /** Grants that have not ended, in the order of their keys. */
  async live({ application, corpId, userId, unionId, grantIds }: LiveGrantFilter): Promise<LiveGrant[]> {
    return this.database.query<LiveGrant & Record<string, unknown>>(liveGrantsSql, [
      application ?? null,
      corpId ?? null,
      userId ?? null,
      unionId ?? null,
      grantIds ?? null,
    ]);
  }

  /** Whose grant this is, ended or not; undefined if there is none of this id. */
  async ownerOf(grantId: string): Promise<(GrantOwner & { readonly corpId: string }) | undefined> {
    const [row] = await this.database.query<OwnerRow & { corp_id: string }>(grantOwnerSql, [grantId]);
    return row && { ...ownerOf(row), corpId: row.corp_id };
  }

  /** Undefined unless the grant was active. */
  async suspend(tx: Transaction, corpId: string, grantId: string): Promise<GrantOwner | undefined> {
    const [row] = await tx.query<OwnerRow>(suspendGrantSql, [corpId, grantId]);
    return row && ownerOf(row);
  }

  /** Undefined unless the grant was suspended. */
  async resume(tx: Transaction, corpId: string, grantId: string): Promise<GrantOwner | undefined> {
    const [row] = await tx.query<OwnerRow>(resumeGrantSql, [corpId, grantId]);
    return row && ownerOf(row);
  }

  /** The name the person has now, read with the token of the version given. False if that is the name it has, or the token another. */
  async rename(corpId: string, grantId: string, tokenVersion: number, name: string): Promise<boolean> {
    return (await this.database.query(renameSql, [corpId, grantId, tokenVersion, name])).length === 1;
  }

  /** What the people of an organisation granted is to be read again soon; returns of how many grants. */
  async observeSoon(tx: Transaction, corpId: string, application: string): Promise<number> {
    return (await tx.query(observeSoonSql, [corpId, application])).length;
  }

  /** Undefined if the tokens were replaced meanwhile, so that the observation is about a token of the past. */
  async observe(
    tx: Transaction,
    corpId: string,
    grantId: string,
    tokenVersion: number,
    scopes: readonly string[],
  ): Promise<Observation | undefined> {
    const [row] = await tx.query<OwnerRow & { before: string[]; first: boolean; withdrawn: boolean }>(
      observeScopesSql,
      [corpId, grantId, tokenVersion, scopes],
    );
    return row && { owner: ownerOf(row), before: row.before, first: row.first, withdrawn: row.withdrawn };
  }

  /** The live access token, for the broker's own questions to DingTalk about this grant. */
  async accessToken(corpId: string, grantId: string): Promise<HeldAccessToken | undefined> {
    const [row] = await this.database.query<{
      access_token_sealed: Buffer;
      token_version: number;
      observed_at: Date | null;
      client_id: string;
    }>(accessTokenSql, [corpId, grantId]);
    if (!row) return undefined;
    const token = await this.openAccessToken(grantId, row.token_version, row.access_token_sealed);
    return { token, tokenVersion: row.token_version, observedAt: row.observed_at, clientId: row.client_id };
  }

  /** Opens what the hand-out statement returned. Throws `SealError`. */
  async openAccessToken(grantId: string, tokenVersion: number, sealed: Buffer): Promise<Secret> {
    return this.sealer.open(tokenPlace(grantId, 'access_token', tokenVersion), sealed);
  }
}

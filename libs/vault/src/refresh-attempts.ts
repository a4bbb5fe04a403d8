import { Convoy, type Database, type Transaction } from '@app/database';
import type { Secret } from '@app/secret';
import { v7 as uuidv7 } from 'uuid';
import type { NeedsConsentReason } from './grant.js';
import { type GrantOwner, type OwnerRow, ownerOf } from './grant-owner.js';
import { REFRESH_TOKEN_SECONDS, tokenPlace } from './grant-tokens.js';
import type { Sealer } from './sealer.js';
import {
  refreshableSql,
  releaseLeaseSql,
  renewLeaseSql,
  storeRefreshedSql,
  storeRefusalSql,
  takeLeasesSql,
} from './sql/refresh.sql.js';

/** A lease outlives a stalled holder by this long at most; it is renewed while DingTalk is being waited for. Seconds. */
export const LEASE_SECONDS = 15;

/** The right to call DingTalk for one grant, and what was recorded about the call before making it. */
export interface RefreshAttempt {
  readonly corpId: string;
  readonly grantId: string;
  readonly application: string;
  readonly tokenVersion: number;
  readonly fence: number;
  readonly refreshToken: Secret;
  /** Database time of the intent. */
  readonly attemptedAt: Date;
}

export interface RefreshedTokens {
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  readonly expireInSeconds: number;
}

/** How a grant stands when somebody found its tokens stale. */
export type RefreshStanding =
  /** Nobody is at it: take the lease. */
  | { readonly kind: 'ready'; readonly grant: RefreshableGrant }
  /** Somebody is, on this replica or another. */
  | { readonly kind: 'leased' }
  /** The last attempts failed; nobody tries again before this many milliseconds have passed. */
  | { readonly kind: 'backing_off'; readonly retryInMs: number }
  /** The stale tokens were replaced; ask for the hand-out again. */
  | { readonly kind: 'fresh' }
  /** Nothing to refresh: the grant ended, needs consent, or never had a refresh token. */
  | { readonly kind: 'unrefreshable' };

export interface RefreshableGrant {
  readonly corpId: string;
  readonly grantId: string;
  readonly application: string;
  readonly tokenVersion: number;
  readonly refreshTokenSealed: Buffer;
}

/** New tokens as they are stored, for the attempt that obtained them. */
export interface SealedTokens {
  readonly attempt: RefreshAttempt;
  readonly accessToken: Buffer;
  readonly refreshToken: Buffer;
  readonly expireInSeconds: number;
}

interface GrantKey {
  readonly corpId: string;
  readonly grantId: string;
}

interface StandingRow {
  readonly id: string;
  readonly application: string;
  readonly state: string;
  readonly tokenVersion: number;
  readonly refreshTokenSealed: Buffer | null;
  readonly leased: boolean;
  readonly retryInMs: number;
}

/** An intent as it is recorded. */
interface Intent extends GrantKey {
  readonly tokenVersion: number;
  readonly refreshTokenHash: Buffer;
}

interface Release {
  readonly inDoubt: boolean;
  readonly retryAfterSeconds?: number | undefined;
  readonly answer: string;
}

interface Lease {
  readonly fence: number;
  readonly attemptedAt: Date;
}

/**
 * The refresh columns of `grants`: lease, intent, and the storing rules of a success, a refusal and a silence. Looks and leases of many
 * grants that come together are one statement.
 */
export class RefreshAttempts {
  private readonly looks = new Convoy<GrantKey, StandingRow>((keys) => this.lookAll(keys));
  private readonly leases = new Convoy<Intent, Lease>((intents) => this.takeAll(intents));

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** Reads, and promises nothing: `take` checks again. */
  async look(corpId: string, grantId: string, staleVersion: number): Promise<RefreshStanding> {
    const row = await this.looks.join({ corpId, grantId });
    if (!row?.refreshTokenSealed || !['active', 'suspended'].includes(row.state)) return { kind: 'unrefreshable' };
    const { application, tokenVersion, refreshTokenSealed, leased, retryInMs } = row;
    if (tokenVersion > staleVersion) return { kind: 'fresh' };
    if (leased) return { kind: 'leased' };
    if (retryInMs > 0) return { kind: 'backing_off', retryInMs };
    return { kind: 'ready', grant: { corpId, grantId, application, tokenVersion, refreshTokenSealed } };
  }

  /** Takes the lease and records the intent; undefined if the grant has moved since it was looked at. Throws `SealError`. */
  async take({ refreshTokenSealed, ...grant }: RefreshableGrant): Promise<RefreshAttempt | undefined> {
    const place = tokenPlace(grant.grantId, 'refresh_token', grant.tokenVersion);
    const refreshToken = await this.sealer.open(place, refreshTokenSealed);
    const refreshTokenHash = await this.sealer.fingerprint(refreshTokenSealed, refreshToken);
    const lease = await this.leases.join({ ...grant, refreshTokenHash });
    return lease && { ...grant, ...lease, refreshToken };
  }

  /** False if the lease was lost. */
  async renew({ corpId, grantId, fence }: RefreshAttempt): Promise<boolean> {
    return (await this.database.query(renewLeaseSql, [corpId, grantId, fence, LEASE_SECONDS])).length === 1;
  }

  /** Seals before a transaction opens, so that none is held while a data key is fetched. */
  async sealRefreshed(attempt: RefreshAttempt, tokens: RefreshedTokens): Promise<SealedTokens> {
    const version = attempt.tokenVersion + 1;
    const seal = (column: 'access_token' | 'refresh_token', token: Secret) =>
      this.sealer.seal(attempt, tokenPlace(attempt.grantId, column, version), token);
    return {
      attempt,
      accessToken: await seal('access_token', tokens.accessToken),
      refreshToken: await seal('refresh_token', tokens.refreshToken),
      expireInSeconds: tokens.expireInSeconds,
    };
  }

  /** Whose grants they are, by id; without those that have ended or whose tokens were replaced since the intent. */
  async storeRefreshed(tx: Transaction, all: readonly SealedTokens[]): Promise<ReadonlyMap<string, GrantOwner>> {
    const rows = await tx.query<OwnerRow & { id: string }>(storeRefreshedSql, [
      all.map(({ attempt }) => attempt.corpId),
      all.map(({ attempt }) => attempt.grantId),
      all.map(({ attempt }) => attempt.tokenVersion),
      all.map(({ attempt }) => attempt.attemptedAt),
      all.map(({ accessToken }) => accessToken),
      all.map(({ expireInSeconds }) => expireInSeconds),
      all.map(({ refreshToken }) => refreshToken),
      REFRESH_TOKEN_SECONDS,
    ]);
    return new Map(rows.map((row) => [row.id, ownerOf(row)]));
  }

  /** Undefined if the refusal is stale. */
  async storeRefusal(
    tx: Transaction,
    attempt: RefreshAttempt,
  ): Promise<(GrantOwner & { reason: NeedsConsentReason }) | undefined> {
    const [row] = await tx.query<OwnerRow & { reason: NeedsConsentReason }>(storeRefusalSql, [
      attempt.corpId,
      attempt.grantId,
      attempt.tokenVersion,
      attempt.fence,
    ]);
    return row && { ...ownerOf(row), reason: row.reason };
  }

  /**
   * Without a definite answer: the next attempt comes after a pause that grows with each failure, and not before DingTalk asked for it.
   * `answer` is what came instead, in a word, for operators.
   */
  async release(
    { corpId, grantId, fence }: RefreshAttempt,
    { inDoubt, retryAfterSeconds = 0, answer }: Release,
  ): Promise<void> {
    await this.database.query(releaseLeaseSql, [corpId, grantId, fence, inDoubt, retryAfterSeconds, answer]);
  }

  private async lookAll(keys: readonly GrantKey[]): Promise<(StandingRow | undefined)[]> {
    const rows = await this.database.query<StandingRow & Record<string, unknown>>(refreshableSql, [
      keys.map(({ corpId }) => corpId),
      keys.map(({ grantId }) => grantId),
    ]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return keys.map(({ grantId }) => found.get(grantId));
  }

  private async takeAll(intents: readonly Intent[]): Promise<(Lease | undefined)[]> {
    const rows = await this.database.query<{ id: string; fence: number; attempted_at: Date }>(takeLeasesSql, [
      intents.map(({ corpId }) => corpId),
      intents.map(({ grantId }) => grantId),
      intents.map(({ tokenVersion }) => tokenVersion),
      intents.map(() => uuidv7()),
      intents.map(({ refreshTokenHash }) => refreshTokenHash),
      LEASE_SECONDS,
    ]);
    const taken = new Map(rows.map(({ id, fence, attempted_at }) => [id, { fence, attemptedAt: attempted_at }]));
    return intents.map(({ grantId }) => taken.get(grantId));
  }
}

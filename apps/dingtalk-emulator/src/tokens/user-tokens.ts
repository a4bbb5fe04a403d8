import type { Store, Table } from '../store/store.js';
import type { Clock } from '../world/clock.js';
import type { Settings } from '../world/settings.js';
import type { Consents } from './consents.js';
import { opaque } from './opaque.js';

/** On whose behalf, by which application, and in which organisation. */
interface Authority {
  readonly clientId: string;
  readonly person: string;
  readonly corpId?: string;
}

export interface UserAccessToken extends Authority {
  readonly token: string;
  readonly expiresAt: number;
}

interface RefreshToken extends Authority {
  readonly token: string;
  readonly expiresAt: number;
  /** The answer it was exchanged for; present once used. */
  readonly answer?: UserTokenAnswer;
  /** When that was, in milliseconds. */
  readonly usedAt?: number;
}

/** The body DingTalk answers both grant types with. */
export interface UserTokenAnswer {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. The name is DingTalk's. */
  readonly expireIn: number;
  readonly corpId?: string;
}

export type Refreshed =
  | { ok: true; answer: UserTokenAnswer; replay: boolean }
  | { ok: false; reason: 'unknown' | 'used' | 'expired' | 'withdrawn' };

/** User tokens: an access token of two hours and a refresh token of thirty days that every refresh replaces. */
export class UserTokens {
  private readonly access: Table<UserAccessToken>;
  private readonly refreshTokens: Table<RefreshToken>;

  constructor(
    private readonly store: Store,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly consents: Consents,
  ) {
    this.access = store.table('accessTokens');
    this.refreshTokens = store.table('refreshTokens');
  }

  /** Absent when the token was never issued. The caller judges whether it still lives. */
  find(token: string): UserAccessToken | undefined {
    return this.access.get(token);
  }

  issueFor({ clientId, person, corpId }: Authority): UserTokenAnswer {
    return this.store.together(() => this.issue({ clientId, person, corpId }));
  }

  /** The old access token lives on until it expires; only the refresh token is replaced. */
  refresh(value: string, clientId: string): Refreshed {
    const held = this.refreshTokens.get(value);
    if (!held || held.clientId !== clientId) return { ok: false, reason: 'unknown' };
    if (held.expiresAt <= this.clock.now()) return { ok: false, reason: 'expired' };
    const { refreshAfterWithdrawal, refreshReturnsCorpId } = this.settings.values;
    if (held.answer) {
      return this.mayRepeat(held) ? { ok: true, answer: held.answer, replay: true } : { ok: false, reason: 'used' };
    }
    if (refreshAfterWithdrawal === 'fails' && !this.consents.find(clientId, held.person)) {
      return { ok: false, reason: 'withdrawn' };
    }
    return this.store.together(() => {
      const issued = this.issue(held);
      const answer = refreshReturnsCorpId ? issued : { ...issued, corpId: undefined };
      this.refreshTokens.set(value, { ...held, answer, usedAt: this.clock.now() });
      return { ok: true, answer, replay: false };
    });
  }

  /** Ends tokens early. @returns how many had been alive */
  expire(kind: 'access' | 'refresh', clientId?: string): number {
    const now = this.clock.now();
    const table: Table<UserAccessToken> = kind === 'access' ? this.access : this.refreshTokens;
    const alive = table
      .values()
      .filter((held) => held.expiresAt > now && (clientId ?? held.clientId) === held.clientId);
    this.store.together(() => {
      for (const held of alive) table.set(held.token, { ...held, expiresAt: now });
    });
    return alive.length;
  }

  /** Drops tokens that ran out before the given moment. */
  forgetBefore(moment: number): void {
    for (const table of [this.access, this.refreshTokens] as Table<UserAccessToken>[]) {
      for (const { token, expiresAt } of table.values()) if (expiresAt < moment) table.delete(token);
    }
  }

  private mayRepeat({ usedAt = 0 }: RefreshToken): boolean {
    const { refreshRepeat, refreshGraceSeconds } = this.settings.values;
    return refreshRepeat === 'idempotent' || this.clock.now() < usedAt + refreshGraceSeconds * 1000;
  }

  private issue({ clientId, person, corpId }: Authority): UserTokenAnswer {
    const { accessTokenSeconds, refreshTokenSeconds } = this.settings.values;
    const now = this.clock.now();
    const accessToken = opaque();
    const refreshToken = opaque();
    this.access.set(accessToken, {
      token: accessToken,
      clientId,
      person,
      corpId,
      expiresAt: now + accessTokenSeconds * 1000,
    });
    this.refreshTokens.set(refreshToken, {
      token: refreshToken,
      clientId,
      person,
      corpId,
      expiresAt: now + refreshTokenSeconds * 1000,
    });
    return { accessToken, refreshToken, expireIn: accessTokenSeconds, corpId };
  }
}

import type { Rules } from './rules.js';

/** A refresh token of DingTalk: each refresh gives the next one of its chain, each consent begins a new chain. */
export interface Token {
  readonly chain: number;
  readonly position: number;
}

export const sameToken = (a: Token | null, b: Token | null): boolean =>
  a === b || (a !== null && b !== null && a.chain === b.chain && a.position === b.position);

export const nextToken = ({ chain, position }: Token): Token => ({ chain, position: position + 1 });

/** The columns of `grants` that the protocol reads and writes; times only as "over or not". */
export interface GrantRow {
  readonly state: 'active' | 'suspended' | 'needs_consent' | 'revoked';
  readonly reason: 'indeterminate' | 'refresh_rejected' | null;
  readonly version: number;
  readonly refreshToken: Token | null;
  readonly accessToken: 'live' | 'expired' | null;
  readonly fence: number;
  readonly lease: 'none' | 'live' | 'run_out';
  /** The recorded intent, by what it was about. */
  readonly attempt: { readonly version: number; readonly token: Token } | null;
  readonly inDoubt: boolean;
  readonly backingOff: boolean;
}

/** What a process remembers of the lease it took. */
export interface Attempt {
  readonly version: number;
  readonly fence: number;
  readonly token: Token;
}

/*
 * Each function below is one statement of the vault: undefined where the statement finds no row.
 * libs/vault/src/sql/refresh.sql.ts and libs/vault/src/sql/grants.sql.ts.
 */

const noAttempt = { attempt: null, inDoubt: false, lease: 'none', backingOff: false } as const;
const noTokens = { refreshToken: null, accessToken: null } as const;

export type Standing = 'ready' | 'leased' | 'backing_off' | 'fresh' | 'unrefreshable';

/** `refreshableSql`, and what `RefreshAttempts.look` makes of it. */
export function look(row: GrantRow, staleVersion: number): Standing {
  if (row.refreshToken === null || (row.state !== 'active' && row.state !== 'suspended')) return 'unrefreshable';
  if (row.version > staleVersion) return 'fresh';
  if (row.lease === 'live') return 'leased';
  return row.backingOff ? 'backing_off' : 'ready';
}

/** `takeLeasesSql` */
export function takeLease(row: GrantRow, version: number, rules: Rules): GrantRow | undefined {
  if (row.version !== version || row.refreshToken === null) return undefined;
  if (row.state !== 'active' && row.state !== 'suspended') return undefined;
  if (rules.leaseExcludes && row.lease === 'live') return undefined;
  if (row.backingOff) return undefined;
  return {
    ...row,
    fence: row.fence + 1,
    lease: 'live',
    inDoubt: row.attempt !== null,
    attempt: rules.leaseRecordsIntent ? { version, token: row.refreshToken } : row.attempt,
  };
}

/** `renewLeaseSql` */
export function renewLease(row: GrantRow, attempt: Attempt): GrantRow | undefined {
  return row.fence === attempt.fence && row.lease !== 'none' ? { ...row, lease: 'live' } : undefined;
}

/** `storeRefreshedSql` */
export function storeRefreshed(row: GrantRow, attempt: Attempt, obtained: Token, rules: Rules): GrantRow | undefined {
  if (rules.successIsForItsVersion && row.version !== attempt.version) return undefined;
  if (!rules.anybodyStoresSuccess && row.fence !== attempt.fence) return undefined;
  if (rules.endIsFinal && row.state === 'revoked') return undefined;
  return {
    ...row,
    ...noAttempt,
    state: row.state === 'suspended' ? 'suspended' : 'active',
    reason: null,
    version: row.version + 1,
    refreshToken: obtained,
    accessToken: 'live',
  };
}

/** `storeRefusalSql` */
export function storeRefusal(row: GrantRow, attempt: Attempt, rules: Rules): GrantRow | undefined {
  if (rules.refusalIsForItsVersion && row.version !== attempt.version) return undefined;
  if (rules.refusalNeedsFence && row.fence !== attempt.fence) return undefined;
  if (row.refreshToken === null || (row.state !== 'active' && row.state !== 'suspended')) return undefined;
  return {
    ...row,
    ...noAttempt,
    ...noTokens,
    state: row.state === 'suspended' && rules.suspensionOutlivesRefusal ? 'suspended' : 'needs_consent',
    reason: row.inDoubt ? 'indeterminate' : 'refresh_rejected',
  };
}

/** `releaseLeaseSql` */
export function releaseLease(row: GrantRow, attempt: Attempt, inDoubt: boolean, rules: Rules): GrantRow | undefined {
  if (row.fence !== attempt.fence || row.attempt === null) return undefined;
  const doubtful = rules.releaseKeepsDoubt && (inDoubt || row.inDoubt);
  return {
    ...row,
    lease: 'none',
    inDoubt: doubtful,
    attempt: doubtful ? row.attempt : null,
    backingOff: true,
  };
}

/** `replaceTokensSql`, from the version its tokens were sealed for. */
export function storeConsent(row: GrantRow, obtained: Token): GrantRow | undefined {
  if (row.state === 'revoked') return undefined;
  return {
    ...row,
    ...noAttempt,
    state: row.state === 'suspended' ? 'suspended' : 'active',
    reason: null,
    version: row.version + 1,
    refreshToken: obtained,
    accessToken: 'live',
  };
}

/** `endGrantSql` */
export function endGrant(row: GrantRow): GrantRow | undefined {
  if (row.state === 'revoked') return undefined;
  return { ...row, ...noAttempt, ...noTokens, state: 'revoked', reason: null, fence: row.fence + 1 };
}

/** `suspendGrantSql` */
export function suspendGrant(row: GrantRow): GrantRow | undefined {
  return row.state === 'active' ? { ...row, state: 'suspended' } : undefined;
}

/** `resumeGrantSql` */
export function resumeGrant(row: GrantRow): GrantRow | undefined {
  if (row.state !== 'suspended') return undefined;
  return { ...row, state: row.reason === null ? 'active' : 'needs_consent' };
}

export type HandOut = 'token' | 'token_stale' | 'consent_required' | 'forbidden_by_policy' | 'temporarily_unavailable';

/** `handOutSql`, of a caller that may have everything the grant carries. */
export function handOut(row: GrantRow, passedOver: boolean): HandOut {
  if (row.state === 'revoked' || row.state === 'needs_consent') return 'consent_required';
  if (row.state === 'suspended') return 'forbidden_by_policy';
  if (row.accessToken === 'live') return 'token';
  return passedOver ? 'temporarily_unavailable' : 'token_stale';
}

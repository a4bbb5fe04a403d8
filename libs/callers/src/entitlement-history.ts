import type { Database } from '@app/database';
import type { Delivery, Entitlement, People } from './caller.js';
import { versionSql, versionsSql } from './sql/entitlement-history.sql.js';

/** What a caller was entitled to from one change on, until the next version. */
export interface EntitlementVersion {
  readonly policyVersion: number;
  readonly changedAt: Date;
  /** As in audit records; null: before this was kept. */
  readonly actor: string | null;
  readonly reason: string | null;
  readonly entitlements: readonly Entitlement[];
}

/** As the row stood in `entitlements`. */
interface KeptEntitlement {
  readonly position: number;
  readonly application: string;
  readonly scopes: string[];
  readonly delivery: Delivery[];
  readonly people: People | null;
  readonly purpose_required: boolean;
  readonly expires_at: string | null;
  readonly whole_token: boolean;
  readonly whole_token_reason: string | null;
  readonly may_bring_codes: boolean;
  readonly may_revoke: boolean;
  readonly rate_per_second: number | null;
  readonly person_rate_per_second: number | null;
}

type VersionRow = Omit<EntitlementVersion, 'entitlements'> & {
  readonly entitlements: readonly KeptEntitlement[];
  readonly [column: string]: unknown;
};

/** The rows of `entitlement_versions`: every set of entitlements a caller has had. Written by `CallerStore`. */
export class EntitlementHistory {
  constructor(private readonly database: Database) {}

  /** Newest first, at most `limit`, only those before a version if one is named. */
  async of(callerId: string, limit: number, before?: number): Promise<EntitlementVersion[]> {
    const rows = await this.database.query<VersionRow>(versionsSql, [callerId, before ?? null, limit]);
    return rows.map(versionOf);
  }

  async find(callerId: string, policyVersion: number): Promise<EntitlementVersion | undefined> {
    const [row] = await this.database.query<VersionRow>(versionSql, [callerId, policyVersion]);
    return row && versionOf(row);
  }
}

function versionOf({ policyVersion, changedAt, actor, reason, entitlements }: VersionRow): EntitlementVersion {
  return { policyVersion, changedAt, actor, reason, entitlements: entitlements.map(entitlementOf) };
}

function entitlementOf(kept: KeptEntitlement): Entitlement {
  return {
    position: kept.position,
    application: kept.application,
    scopes: kept.scopes,
    delivery: kept.delivery,
    people: kept.people ?? { all: true },
    purposeRequired: kept.purpose_required,
    expiresAt: kept.expires_at === null ? null : new Date(kept.expires_at),
    wholeToken: kept.whole_token,
    wholeTokenReason: kept.whole_token_reason,
    mayBringCodes: kept.may_bring_codes,
    mayRevoke: kept.may_revoke,
    ratePerSecond: kept.rate_per_second,
    personRatePerSecond: kept.person_rate_per_second,
  };
}

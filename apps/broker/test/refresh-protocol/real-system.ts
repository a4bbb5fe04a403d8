import { randomBytes } from 'node:crypto';
import { AuditLanes, AuditLog, liveHandouts } from '@app/audit';
import { Database, type Transaction } from '@app/database';
import { Secret } from '@app/secret';
import { ApplicationStore, DataKeys, FileMasterKey, GrantStore, Sealer } from '@app/vault';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { HandOutAsk } from '../../src/procedures/hand-out-lane.js';
import type { TestDatabase } from '../harness/database.js';
import { seeded } from '../harness/emulator.js';
import type { GrantRow, Token } from './grant-row.js';
import { RealLane } from './real-lane.js';
import { accessTokenNamed, type RealParts, refreshTokenNamed } from './real-refresher.js';

const APPLICATION = 'demo';
const { corpId, scopes } = seeded;

/**
 * Reads the row as the model has it. Time stands still for a walk: a lease that is live and a back-off that is on last until the walk
 * says otherwise.
 */
const rowSql = `
  update grants set
    lease_until = case when lease_until > now() then now() + interval '1 day' else lease_until end,
    retry_at = case when retry_at > now() then now() + interval '1 day' else retry_at end
  where id = $1
  returning state, reason, token_version as version, refresh_token_sealed, fence::int as fence,
    case when access_token_expires_at > now() then 'live' when access_token_expires_at is not null then 'expired' end as access_token,
    case when lease_until > now() then 'live' when lease_until is not null then 'run_out' else 'none' end as lease,
    attempt_token_version, attempt_refresh_token_hash, in_doubt_since is not null as in_doubt,
    coalesce(retry_at > now(), false) as backing_off`;

interface StoredRow extends Pick<GrantRow, 'state' | 'reason' | 'version' | 'fence' | 'lease'> {
  readonly access_token: GrantRow['accessToken'];
  readonly refresh_token_sealed: Buffer | null;
  readonly attempt_token_version: number | null;
  readonly attempt_refresh_token_hash: Buffer | null;
  readonly in_doubt: boolean;
  readonly backing_off: boolean;
}

const timeSql = {
  'the lease runs out': `update grants set lease_until = now() - interval '1 second' where id = $1`,
  'the back-off is over': `update grants set retry_at = now() - interval '1 second' where id = $1`,
  'the access token runs out': `update grants set access_token_expires_at = now() - interval '1 second' where id = $1`,
} as const;

/** Everything of the broker that writes a grant's row, in one process and on a real PostgreSQL. */
export class RealSystem {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly auditLanes: AuditLanes,
    private readonly callerId: string,
    readonly lanes: readonly [RealLane, RealLane],
    readonly parts: RealParts,
  ) {}

  static async over({ url }: TestDatabase): Promise<RealSystem> {
    const pool = new pg.Pool({ connectionString: url, max: 10 });
    const database = new Database({ pool, prepared: false });
    const masterKey = FileMasterKey.parse(`walks:${randomBytes(32).toString('base64')}`, 'master key');
    const sealer = new Sealer(new DataKeys(database, masterKey));
    const auditLanes = new AuditLanes(database);
    const applications = new ApplicationStore(database, sealer);
    await database.transaction((tx) => applications.add(tx, application));
    const callerId = uuidv7();
    await database.query(
      `insert into callers (id, name, client_id, auth_method) values ($1, 'walker', 'walker', 'client_secret')`,
      [callerId],
    );
    const lane = () => RealLane.open(pool, database, auditLanes);
    return new RealSystem(
      pool,
      database,
      new GrantStore(database, sealer),
      auditLanes,
      callerId,
      [await lane(), await lane()],
      { pool, sealer, applications, audit: new AuditLog(auditLanes) },
    );
  }

  readonly corpId = corpId;

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Consents, for the first time or again. */
  async consent(person: string, token: Token): Promise<string> {
    const sealed = await this.grants.sealConsent({
      corpId,
      application: APPLICATION,
      unionId: person,
      userId: person,
      openId: null,
      name: person,
      channel: 'browser',
      scopes,
      observed: true,
      obtainedAt: await this.grants.now(),
      accessToken: Secret.of(accessTokenNamed(token)),
      expireInSeconds: 7_200,
      refreshToken: Secret.of(refreshTokenNamed(token)),
      endsAt: null,
      once: false,
    });
    if (!(await this.database.transaction((tx) => this.grants.storeConsent(tx, sealed)))) {
      throw new Error('the consent was not stored');
    }
    return sealed.grantId;
  }

  async suspend(grantId: string): Promise<void> {
    await this.changing((tx) => this.grants.suspend(tx, corpId, grantId));
  }

  async resume(grantId: string): Promise<void> {
    await this.changing((tx) => this.grants.resume(tx, corpId, grantId));
  }

  async endGrant(grantId: string): Promise<void> {
    await this.changing((tx) => this.grants.end(tx, corpId, grantId, 'revoked'));
  }

  async raiseEpochs(): Promise<void> {
    await this.auditLanes.raiseEpochs();
  }

  /** What a revocation's receipt would list. */
  async handoutsOf(grantId: string): Promise<string[]> {
    const live = await liveHandouts(this.database, [grantId]);
    return (live.get(grantId) ?? []).map(({ handoutId }) => handoutId);
  }

  async pass(what: keyof typeof timeSql, grantId: string): Promise<void> {
    await this.pool.query(timeSql[what], [grantId]);
  }

  askFor(person: string, passedOver: boolean): HandOutAsk {
    return {
      recordId: uuidv7(),
      callerId: this.callerId,
      callerPolicyVersion: 1,
      policyStateVersion: 1,
      refusal: null,
      rule: null,
      candidates: [
        {
          application: APPLICATION,
          corpId,
          rule: 'walker/1',
          mayHold: scopes,
          wholeToken: true,
          barred: [],
          rate: null,
        },
      ],
      passedOver: new Set(passedOver ? [APPLICATION] : []),
      corpId,
      userId: person,
      unionId: null,
      scopes: scopes.slice(0, 1),
      minimumSeconds: 0,
      arrivedAt: null,
      delivering: { as: 'token' },
      purpose: null,
      requestId: 'walk',
    };
  }

  async openAccessToken(grantId: string, version: number, sealed: Buffer): Promise<string> {
    return (await this.grants.openAccessToken(grantId, version, sealed)).reveal();
  }

  async rowOf(grantId: string): Promise<GrantRow> {
    const { rows } = await this.pool.query<StoredRow>(rowSql, [grantId]);
    const [row] = rows;
    if (!row) throw new Error('the grant is gone');
    const { version, refresh_token_sealed: sealed, attempt_refresh_token_hash: hash } = row;
    let refreshToken: Token | null = null;
    let attempt: GrantRow['attempt'] = null;
    if (sealed) {
      const opened = await this.parts.sealer.open(
        { table: 'grants', row: grantId, column: 'refresh_token', version },
        sealed,
      );
      refreshToken = tokenIn(opened.reveal());
      if (row.attempt_token_version !== null && hash?.equals(await this.parts.sealer.fingerprint(sealed, opened))) {
        attempt = { version: row.attempt_token_version, token: refreshToken };
      }
    }
    if (hash && !attempt) throw new Error('the recorded attempt is not about the stored refresh token');
    return {
      state: row.state,
      reason: row.reason,
      version,
      refreshToken,
      accessToken: row.access_token,
      fence: row.fence,
      lease: row.lease,
      attempt,
      inDoubt: row.in_doubt,
      backingOff: row.backing_off,
    };
  }

  private async changing(work: (tx: Transaction) => Promise<unknown>): Promise<void> {
    if (!(await this.database.transaction(work))) throw new Error('the statement found no row');
  }
}

const application = {
  name: APPLICATION,
  displayName: null,
  organisationName: null,
  clientId: seeded.clientId,
  kind: 'internal',
  corpId,
  clientSecret: Secret.of(seeded.clientSecret),
  eventToken: null,
  eventAesKey: null,
  robotCode: null,
  scopes,
  incidentalScopes: [],
  returnUrls: [],
  signIn: false,
  callsPerSecond: 20,
  eventStream: false,
} as const;

function tokenIn(text: string): Token {
  const [, chain, position] = /^refresh-(\d+)\.(\d+)$/.exec(text) ?? [];
  if (chain === undefined || position === undefined) throw new Error(`not a token of a walk: ${text}`);
  return { chain: Number(chain), position: Number(position) };
}

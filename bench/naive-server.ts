/**
 * The straightforward broker: a statement that reads, a statement that records, a token opened, for each request by itself.
 * Its audit table has the columns and indexes of the real one. Everything else that a broker owes is left out.
 */
import { Database } from '@app/database';
import { DataKeys, FileMasterKey, GrantStore, Sealer } from '@app/vault';
import { fastify } from 'fastify';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { listen } from './listen.js';
import { world } from './world.js';

/** As many as the broker has. */
const POOL_SIZE = 20;
const DEADLINE_MS = 5_000;

interface TokenRequest {
  readonly application: string;
  readonly userId: string;
  readonly scopes: readonly string[];
}

interface GrantRow extends Record<string, unknown> {
  readonly id: string;
  readonly user_id: string;
  readonly union_id: string;
  readonly scopes: string[];
  readonly token_version: number;
  readonly access_token_sealed: Buffer;
  readonly access_token_expires_at: Date;
}

const readGrant = {
  name: 'naive-read',
  text: `select id, user_id, union_id, scopes, token_version, access_token_sealed, access_token_expires_at from grants
    where corp_id = $1 and application = $2 and user_id = $3 and state = 'active' and scopes @> $4`,
  deadlineMs: DEADLINE_MS,
};

const record = {
  name: 'naive-record',
  text: `insert into naive_audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application,
      user_id, union_id, scopes, handout_id, delivery, token_version, live_until, request_id)
    values ($1, $2, now(), 1, $3, 'token.handed_out', 'token', 'caller:bench', $4, $5, $6, $7, $8, $9, $2, 'token', $10, $11, $12)`,
  deadlineMs: DEADLINE_MS,
};

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
const database = new Database({ pool, prepared: true });
const sealer = new Sealer(new DataKeys(database, await FileMasterKey.load(process.env.MASTER_KEY_FILE ?? '')));
const grants = new GrantStore(database, sealer);
await database.query('create table naive_audit_events (like audit_events including all)');

const callerId = uuidv7();
let seq = 0;

const server = fastify({ logger: false });
server.post<{ Body: TokenRequest }>('/v1/tokens', async ({ body }) => {
  const { application, userId, scopes } = body;
  const [grant] = await database.run<GrantRow>(readGrant, [world.corpId, application, userId, scopes]);
  if (!grant) throw new Error(`no grant of ${userId}`);
  const handoutId = uuidv7();
  seq += 1;
  await database.run(record, [
    world.corpId,
    handoutId,
    seq,
    callerId,
    grant.id,
    application,
    grant.user_id,
    grant.union_id,
    grant.scopes,
    grant.token_version,
    grant.access_token_expires_at,
    handoutId,
  ]);
  const token = await grants.openAccessToken(grant.id, grant.token_version, grant.access_token_sealed);
  return {
    accessToken: token.reveal(),
    tokenType: 'x-acs-dingtalk-access-token',
    expiresAt: grant.access_token_expires_at.toISOString(),
    scopes: grant.scopes,
    application,
    corpId: world.corpId,
    userId: grant.user_id,
    unionId: grant.union_id,
    grantId: grant.id,
    handoutId,
  };
});
await listen(server);

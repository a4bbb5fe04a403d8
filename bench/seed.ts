/** Stores an application, a caller and people with live tokens, and prints the caller. Needs a migrated database. */
import { CallerStore, createCallerSecret } from '@app/callers';
import { Database } from '@app/database';
import { Secret } from '@app/secret';
import { ApplicationStore, DataKeys, FileMasterKey, GrantStore, Sealer } from '@app/vault';
import pg from 'pg';
import { userIdOf, world } from './world.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
const database = new Database({ pool, prepared: true });
const sealer = new Sealer(new DataKeys(database, await FileMasterKey.load(process.env.MASTER_KEY_FILE ?? '')));
const applications = new ApplicationStore(database, sealer);
const callers = new CallerStore(database);
const grants = new GrantStore(database, sealer);
const { application, corpId, scopes } = world;

await database.transaction((tx) =>
  applications.add(tx, {
    name: application,
    displayName: null,
    organisationName: null,
    clientId: 'dingbench',
    clientSecret: Secret.of('not-sent-anywhere'),
    eventToken: null,
    eventAesKey: null,
    kind: 'internal',
    corpId,
    robotCode: null,
    scopes,
    incidentalScopes: [],
    returnUrls: [],
    signIn: false,
    callsPerSecond: 20,
    eventStream: false,
  }),
);

const clientId = 'bench-caller';
const clientSecret = createCallerSecret();
const callerId = await database.transaction((tx) =>
  callers.add(
    tx,
    {
      name: clientId,
      clientId,
      proof: { method: 'client_secret' },
      clientSecret,
      entitlements: [
        {
          application,
          scopes,
          delivery: ['token'],
          people: { all: true },
          purposeRequired: false,
          expiresAt: null,
          wholeToken: false,
          wholeTokenReason: null,
          mayBringCodes: false,
          mayRevoke: false,
          ratePerSecond: null,
          personRatePerSecond: null,
        },
      ],
    },
    { actor: 'operator:bench' },
  ),
);

const obtainedAt = await grants.now();
for (let person = 0; person < world.people; person += 1) {
  const sealed = await grants.sealConsent({
    corpId,
    application,
    unionId: `union-${person}`,
    userId: userIdOf(person),
    openId: null,
    name: `Person ${person}`,
    channel: 'browser',
    scopes,
    observed: true,
    obtainedAt,
    accessToken: Secret.of(`at${String(person).padStart(30, '0')}`),
    expireInSeconds: 7_200,
    refreshToken: Secret.of(`rt${String(person).padStart(30, '0')}`),
    endsAt: null,
    once: false,
  });
  await database.transaction((tx) => grants.storeConsent(tx, sealed));
}
await pool.end();
process.stdout.write(`${JSON.stringify({ callerId, clientId, clientSecret: clientSecret.reveal() })}\n`);

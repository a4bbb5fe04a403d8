import { Database } from '@app/database';
import { Secret } from '@app/secret';
import { DataKeys, FileMasterKey, GrantStore, Sealer } from '@app/vault';
import { seeded } from '../../apps/broker/test/harness/emulator.js';
import { hire } from '../../apps/broker/test/harness/members.js';
import type { World } from '../../apps/broker/test/harness/world.js';

const STORED_AT_ONCE = 500;

interface Minted {
  readonly person: string;
  readonly unionId: string;
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expireIn: number;
  readonly corpId: string;
}

/** userIds, which are also the emulator's keys of the people. */
export const peopleOf = (count: number): string[] => Array.from({ length: count }, (_, n) => `person${n}`);

/**
 * People who have consented to the demo application, as if each had done so in a browser: DingTalk's side is minted by the emulator, the
 * grant is sealed and stored by the vault itself.
 */
export async function consented(world: World, people: readonly string[]): Promise<void> {
  await hire(world.emulator, people);
  const { grants: minted } = await world.emulator.control<{ grants: Minted[] }>('POST', '/grants', {
    clientId: seeded.clientId,
    people,
  });
  const database = new Database({ pool: world.database.pool, prepared: true });
  const sealer = new Sealer(new DataKeys(database, await FileMasterKey.load(world.masterKeyFile)));
  const store = new GrantStore(database, sealer);
  const obtainedAt = await store.now();
  for (let first = 0; first < minted.length; first += STORED_AT_ONCE) {
    const sealed = await Promise.all(
      minted.slice(first, first + STORED_AT_ONCE).map((token) => store.sealConsent(consentOf(token, obtainedAt))),
    );
    await database.transaction(async (tx) => {
      for (const consent of sealed) await store.storeConsent(tx, consent);
    });
  }
}

function consentOf({ userId, unionId, corpId, accessToken, refreshToken, expireIn }: Minted, obtainedAt: Date) {
  return {
    corpId,
    application: 'demo',
    unionId,
    userId,
    openId: null,
    name: userId,
    channel: 'browser' as const,
    scopes: seeded.scopes,
    observed: true,
    obtainedAt,
    accessToken: Secret.of(accessToken),
    expireInSeconds: expireIn,
    refreshToken: Secret.of(refreshToken),
    endsAt: null,
    once: false,
  };
}

/** DingTalk's two hours pass for these people's access tokens; without upkeep, nobody looks after the grants but the callers that come now. */
export async function letAccessTokensExpire(
  world: World,
  people: readonly string[],
  { upkeep = false } = {},
): Promise<void> {
  await world.database.pool.query(
    `update grants set access_token_expires_at = now() - interval '1 second', upkeep_at = case when $2 then now() end
     where state = 'active' and user_id = any($1)`,
    [people, upkeep],
  );
}

/** Everything that was to happen at some time is so much nearer, for the broker and for DingTalk. */
export async function letTimePass(world: World, seconds: number): Promise<void> {
  const earlier = ['lease_until', 'retry_at', 'attempted_at', 'in_doubt_since', 'upkeep_at', 'refresh_token_expires_at']
    .map((column) => `${column} = ${column} - make_interval(secs => $1)`)
    .join(', ');
  await world.database.pool.query(`update grants set ${earlier}`, [seconds]);
  const { clockOffsetSeconds } = await world.emulator.control<{ clockOffsetSeconds: number }>('GET', '/settings');
  await world.emulator.control('PATCH', '/settings', { clockOffsetSeconds: clockOffsetSeconds + seconds });
}

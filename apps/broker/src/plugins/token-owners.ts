import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '@app/database';
import {
  type DingTalkClient,
  DingTalkFailure,
  type DingTalkPerson,
  type PluginCall,
  readRefusedToken,
} from '@app/dingtalk';
import type { Secret } from '@app/secret';
import { type Application, type ApplicationStore, NO_ORGANISATION } from '@app/vault';
import { LRUCache } from 'lru-cache';
import { PluginStop } from './plugin-stop.js';
import { pluginTokenSql, rememberPluginTokenSql } from './plugin-tokens.sql.js';
import type { TokenOwner } from './token-owner.js';

/** DingTalk does not say how long a plugin's token lives; no token of a person lives longer. */
const LIFE_SECONDS = 7_200;
const REMEMBER_MOST = 50_000;
/** A token that DingTalk does not honour will not come back to life; asked about again only in case DingTalk was wrong. */
const REFUSED_MS = 60_000;

type Row = Pick<TokenOwner, 'corpId' | 'unionId' | 'firstSeenAt' | 'livesUntil' | 'leftSeconds'> &
  Record<string, unknown>;

/**
 * Whose a plugin's token is: asked of DingTalk once, under the application's budget, and remembered while the token lives, here by a hash with a
 * key of this process, for all replicas by one with a key of the application.
 */
export class TokenOwners {
  private readonly key = randomBytes(32);
  private readonly known = new LRUCache<string, Promise<TokenOwner>>({ max: REMEMBER_MOST });

  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly dingtalk: DingTalkClient,
  ) {}

  /** Throws `PluginStop`. */
  async of(application: string, { accessToken, corpId }: PluginCall): Promise<TokenOwner> {
    if (!accessToken) throw new PluginStop({ lack: 'token' }, 'the call brings no token');
    const hash = createHmac('sha256', this.key).update(`${application}\0${accessToken.reveal()}`).digest('base64');
    const known = this.known.get(hash);
    if (known) return known;
    const asked = this.ask(application, accessToken, corpId);
    this.known.set(hash, asked);
    try {
      const owner = await asked;
      this.known.set(hash, asked, { ttl: Math.max(1, owner.leftSeconds * 1_000) });
      return owner;
    } catch (cause) {
      if (cause instanceof PluginStop && 'lack' in cause.ending) this.known.set(hash, asked, { ttl: REFUSED_MS });
      else this.known.delete(hash);
      throw cause;
    }
  }

  private async ask(name: string, token: Secret, named: string | undefined): Promise<TokenOwner> {
    const application = await this.applications.find(name);
    if (!application) throw new PluginStop({ failure: 'not_allowed' }, 'the application is gone');
    const tokenHash = await this.applications.fingerprint(name, token);
    const [row] = await this.database.query<Row>(pluginTokenSql, [name, tokenHash]);
    if (row) return living({ ...row, application: name, tokenHash, person: undefined, settled: false });
    const corpId = organisationOf(application, named);
    const person = await this.person(application.clientId, token);
    const [stored] = await this.database.query<Row>(rememberPluginTokenSql, [
      name,
      tokenHash,
      corpId,
      person.unionId,
      LIFE_SECONDS,
    ]);
    if (!stored) throw new Error('A plugin’s token was not remembered');
    return living({ ...stored, application: name, tokenHash, person, settled: false });
  }

  /** Throws `PluginStop`. */
  async person(clientId: string, token: Secret): Promise<DingTalkPerson> {
    try {
      return await this.dingtalk.person(clientId, token);
    } catch (cause) {
      throw cause instanceof DingTalkFailure ? stopOf(cause) : cause;
    }
  }
}

function living(owner: TokenOwner): TokenOwner {
  if (owner.leftSeconds > 0) return owner;
  throw new PluginStop({ lack: 'token' }, 'the token has lived for as long as one can');
}

/** DingTalk does not say it with the token; where the application serves several, the call has to. */
function organisationOf({ kind, corpId }: Application, named: string | undefined): string {
  if (kind === 'personal') return NO_ORGANISATION;
  const organisation = corpId ?? named;
  if (organisation === undefined) {
    throw new PluginStop(
      { failure: 'unknown_organisation' },
      'the call names no organisation, and the application serves several',
    );
  }
  return organisation;
}

/** What DingTalk says of a token, as the end of its call. */
export function stopOf(failure: DingTalkFailure): PluginStop {
  const lack = failure.remedy === 'ask_the_person' && failure.code !== undefined && readRefusedToken(failure.code);
  if (lack) return new PluginStop({ lack }, `DingTalk: ${failure.code}`, failure);
  return new PluginStop({ failure: 'unavailable' }, failure.message, failure);
}

import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@app/database';
import type {
  ConsentMeta,
  ConsentRequest,
  ConsentStateStore,
  ConsentWay,
  StateRejection,
  StateRejectionReason,
} from '@app/dingtalk';
import type { GrantChannel } from '@app/vault';
import type { SignInStart } from '../access/sign-in.js';
import type { BrowserCookie } from './browser-cookie.js';
import type { ConsentResult } from './consent-result.js';

/** How long somebody may take on DingTalk's pages. Minutes. */
const STATE_MINUTES = 10;
/** Longer than the deadlines of all the calls a consent makes to DingTalk after the person came back. Seconds. */
const FINISHING_SECONDS = 45;
const LOOK_EVERY_MS = 200;

/** Where the person is asked: on DingTalk's pages, or by its client. */
export type ConsentChannel = Extract<GrantChannel, 'browser' | 'in_client'>;

/** What a consent carries to DingTalk and back. */
export interface ConsentStart {
  readonly purpose: 'consent';
  readonly application: string;
  readonly consentId: string | null;
  readonly returnUrl: string | null;
  readonly channel: ConsentChannel;
  /** Null: whatever the application applied for, which is all that DingTalk's pages can ask. */
  readonly askedScopes: readonly string[] | null;
}

interface TakenBack {
  readonly stateHash: Buffer;
  /** Database time just before DingTalk is asked for tokens. */
  readonly takenBackAt: Date;
}

/** The same after it came back. */
export type ConsentUnderWay = ConsentStart & TakenBack;
/** Of people who went to DingTalk only to say who they are. */
export type SignInUnderWay = SignInStart & TakenBack;

/** What an address without a code can still tell about its state. */
export type StateOutcome =
  | { readonly kind: 'ended'; readonly result: ConsentResult }
  | { readonly kind: 'signed_in'; readonly purpose: SignInStart['purpose']; readonly returnUrl: string | null }
  | {
      readonly kind: 'rejected';
      readonly reason: Exclude<StateRejectionReason, 'state_missing'>;
      readonly purpose?: 'consent' | SignInStart['purpose'];
      readonly application?: string;
      readonly consentId?: string;
      readonly service?: string;
      readonly channel?: ConsentChannel;
      /** Only if the time ran out on DingTalk's pages. */
      readonly expiredAt?: Date;
      /** Only for the browser that started. */
      readonly returnUrl?: string;
    };

interface StateRow {
  purpose: 'consent' | SignInStart['purpose'];
  application: string;
  consentId: string | null;
  service: string | null;
  channel: ConsentChannel;
  returnUrl: string | null;
  expiresAt: Date;
  expired: boolean;
  sameBrowser: boolean | null;
  used: boolean;
  /** Taken back a moment ago, and not ended yet. */
  finishing: boolean;
  result: ConsentResult | SignedIn | null;
}

/** Stands for a sign-in that went well, and has no page to show again. */
interface SignedIn {
  signedIn: true;
}

const insertStateSql = `
  insert into consent_states (state_hash, browser_hash, purpose, application, consent_id, return_url, channel, asked_scopes, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(mins => $9))`;

/** One-time, only from the browser it was given to and only the way it was given out for: of two returns with the same state, one gets the row. */
const takeStateSql = `
  update consent_states set used_at = now()
  where state_hash = $1 and browser_hash = $2 and channel = $3 and used_at is null and expires_at > now()
  returning purpose, application, consent_id as "consentId", return_url as "returnUrl", channel, asked_scopes as "askedScopes",
    used_at as "takenBackAt"`;

const stateSql = `
  select s.purpose, s.application, s.consent_id as "consentId", k.name as service, s.channel, s.return_url as "returnUrl", s.expires_at as "expiresAt",
    s.expires_at <= now() as expired, s.browser_hash = $2 as "sameBrowser", s.used_at is not null as used,
    s.result is null and coalesce(s.used_at > now() - make_interval(secs => $3), false) as finishing, s.result
  from consent_states s left join consents c on c.id = s.consent_id left join callers k on k.id = c.caller_id
  where s.state_hash = $1`;

const forgetOldStatesSql = `delete from consent_states where expires_at < now() - interval '1 day'`;

/**
 * One-time states in PostgreSQL, bound to the browser; opening a consent link makes one and consumes nothing. Sign-ins use them too,
 * because DingTalk knows one redirect URI: the purpose tells them apart.
 */
export class ConsentStates implements ConsentStateStore {
  constructor(
    private readonly database: Database,
    private readonly cookie: BrowserCookie,
  ) {}

  store(
    exchange: ConsentRequest,
    start: object,
    _meta: ConsentMeta,
    done: (error: Error | null, state?: string) => void,
  ) {
    this.open(exchange, start as ConsentStart | SignInStart).then((state) => done(null, state), done);
  }

  verify(
    exchange: ConsentRequest,
    state: string,
    { by = 'redirect' }: ConsentMeta,
    done: (error: Error | null, ok: boolean, stateOrRejection: object | StateRejection) => void,
  ) {
    this.takeBack(exchange, state, channels[by]).then(
      (outcome) => done(null, 'application' in outcome, outcome),
      (error) => done(error, false, {}),
    );
  }

  /** Makes the result known to later reloads. */
  async keepResult({ stateHash }: TakenBack, result: ConsentResult | SignedIn): Promise<void> {
    await this.database.query('update consent_states set result = $2 where state_hash = $1', [
      stateHash,
      JSON.stringify(result),
    ]);
  }

  /**
   * How a consent ended, for the browser it belongs to; one that is still being finished is waited for, so that a reload shows the same
   * as the first request. Undefined for a good state that nobody has come back with.
   */
  async outcomeOf(exchange: ConsentRequest, state: string): Promise<StateOutcome | undefined> {
    let row = await this.find(exchange, state);
    while (row?.sameBrowser && row.finishing) {
      await pause(LOOK_EVERY_MS);
      row = await this.find(exchange, state);
    }
    if (row?.sameBrowser && row.result) {
      if (!('signedIn' in row.result)) return { kind: 'ended', result: row.result };
      const purpose = row.purpose === 'operator' ? 'operator' : 'me';
      return { kind: 'signed_in', purpose, returnUrl: row.returnUrl };
    }
    if (row?.sameBrowser && !row.used && !row.expired) return undefined;
    const reason = reasonOf(row);
    if (!row) return { kind: 'rejected', reason };
    return {
      kind: 'rejected',
      reason,
      purpose: row.purpose,
      application: row.application,
      ...(row.consentId !== null && { consentId: row.consentId }),
      ...(row.service !== null && { service: row.service }),
      channel: row.channel,
      ...(reason === 'state_expired' && { expiredAt: row.expiresAt }),
      ...(row.sameBrowser && row.returnUrl !== null && { returnUrl: row.returnUrl }),
    };
  }

  /** The opaque text of a new state. */
  async open(exchange: ConsentRequest, start: ConsentStart | SignInStart): Promise<string> {
    const state = randomBytes(24).toString('base64url');
    const browserHash = this.cookie.recogniseOrMark(exchange.request, exchange.reply);
    const consent = start.purpose === 'consent' ? start : undefined;
    await this.database.query(insertStateSql, [
      hash(state),
      browserHash,
      start.purpose,
      start.application,
      consent?.consentId ?? null,
      start.returnUrl,
      consent?.channel ?? 'browser',
      consent?.askedScopes ?? null,
      STATE_MINUTES,
    ]);
    await this.database.query(forgetOldStatesSql);
    return state;
  }

  private async takeBack(
    exchange: ConsentRequest,
    state: string,
    channel: ConsentChannel,
  ): Promise<ConsentUnderWay | SignInUnderWay | StateRejection> {
    const browserHash = this.cookie.recognise(exchange.request);
    const [taken] = await this.database.query<Omit<ConsentUnderWay, 'stateHash'> & Record<string, unknown>>(
      takeStateSql,
      [hash(state), browserHash ?? null, channel],
    );
    if (taken) return { ...taken, stateHash: hash(state) };
    const row = await this.find(exchange, state);
    return { reason: row?.channel === channel ? reasonOf(row) : 'state_unknown' };
  }

  private async find(exchange: ConsentRequest, state: string): Promise<StateRow | undefined> {
    const browserHash = this.cookie.recognise(exchange.request);
    const values = [hash(state), browserHash ?? null, FINISHING_SECONDS];
    const [row] = await this.database.query<StateRow & Record<string, unknown>>(stateSql, values);
    return row;
  }
}

const channels: Record<ConsentWay, ConsentChannel> = { redirect: 'browser', openAuth: 'in_client' };

/** Why a state was not taken back. */
function reasonOf(row: StateRow | undefined): Exclude<StateRejectionReason, 'state_missing'> {
  if (!row) return 'state_unknown';
  if (row.used) return 'state_used';
  return row.sameBrowser ? 'state_expired' : 'state_other_browser';
}

function hash(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}

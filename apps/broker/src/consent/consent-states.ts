import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@app/database';
import type { ConsentMeta, ConsentRequest, ConsentStateStore, StateRejection } from '@app/dingtalk';
import type { BrowserCookie } from './browser-cookie.js';
import type { ConsentResult } from './consent-result.js';

/** How long somebody may take on DingTalk's pages. Minutes. */
const STATE_MINUTES = 10;

/** What a consent carries to DingTalk and back. */
export interface ConsentStart {
  readonly application: string;
  readonly consentId: string | null;
  readonly returnUrl: string | null;
}

/** The same after it came back. */
export interface ConsentUnderWay extends ConsentStart {
  readonly stateHash: Buffer;
  /** Database time just before DingTalk is asked for tokens. */
  readonly takenBackAt: Date;
}

const insertStateSql = `
  insert into consent_states (state_hash, browser_hash, purpose, application, consent_id, return_url, expires_at)
  values ($1, $2, 'consent', $3, $4, $5, now() + make_interval(mins => $6))`;

/** One-time and only from the browser it was given to: of two returns with the same state, one gets the row. */
const takeStateSql = `
  update consent_states set used_at = now()
  where state_hash = $1 and browser_hash = $2 and used_at is null and expires_at > now()
  returning application, consent_id as "consentId", return_url as "returnUrl", used_at as "takenBackAt"`;

const stateSql = `
  select browser_hash = $2 as "sameBrowser", used_at is not null as used, expires_at, result from consent_states where state_hash = $1`;

const forgetOldStatesSql = `delete from consent_states where expires_at < now() - interval '1 day'`;

/** One-time states in PostgreSQL, bound to the browser; opening a consent link makes one and consumes nothing. */
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
    this.open(exchange, start as ConsentStart).then((state) => done(null, state), done);
  }

  verify(
    exchange: ConsentRequest,
    state: string,
    _meta: ConsentMeta,
    done: (error: Error | null, ok: boolean, stateOrRejection: object | StateRejection) => void,
  ) {
    this.takeBack(exchange, state).then(
      (outcome) => done(null, 'application' in outcome, outcome),
      (error) => done(error, false, {}),
    );
  }

  /** Makes the result known to later reloads. */
  async keepResult({ stateHash }: ConsentUnderWay, result: ConsentResult): Promise<void> {
    await this.database.query('update consent_states set result = $2 where state_hash = $1', [
      stateHash,
      JSON.stringify(result),
    ]);
  }

  /** The result of a state that came back in this very browser. */
  async resultFor(exchange: ConsentRequest, state: string): Promise<ConsentResult | undefined> {
    const row = await this.find(exchange, state);
    return row?.sameBrowser ? (row.result ?? undefined) : undefined;
  }

  private async open(exchange: ConsentRequest, { application, consentId, returnUrl }: ConsentStart): Promise<string> {
    const state = randomBytes(24).toString('base64url');
    const browserHash = this.cookie.recogniseOrMark(exchange.request, exchange.reply);
    await this.database.query(insertStateSql, [
      hash(state),
      browserHash,
      application,
      consentId,
      returnUrl,
      STATE_MINUTES,
    ]);
    await this.database.query(forgetOldStatesSql);
    return state;
  }

  private async takeBack(exchange: ConsentRequest, state: string): Promise<ConsentUnderWay | StateRejection> {
    const browserHash = this.cookie.recognise(exchange.request);
    const [taken] = await this.database.query<Omit<ConsentUnderWay, 'stateHash'> & Record<string, unknown>>(
      takeStateSql,
      [hash(state), browserHash ?? null],
    );
    if (taken) return { ...taken, stateHash: hash(state) };
    const row = await this.find(exchange, state);
    if (!row) return { reason: 'state_unknown' };
    if (row.used) return { reason: 'state_used' };
    return { reason: row.sameBrowser ? 'state_expired' : 'state_other_browser' };
  }

  private async find(exchange: ConsentRequest, state: string) {
    const browserHash = this.cookie.recognise(exchange.request);
    const [row] = await this.database.query<{
      sameBrowser: boolean | null;
      used: boolean;
      result: ConsentResult | null;
    }>(stateSql, [hash(state), browserHash ?? null]);
    return row;
  }
}

function hash(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}

import type { AuditLog } from '@app/audit';
import { Database, DatabaseFailure, type Transaction } from '@app/database';
import { type CallPermit, DingTalkClient, DingTalkFailure, type UserTokens } from '@app/dingtalk';
import { Secret } from '@app/secret';
import { type ApplicationStore, LEASE_SECONDS, type RefreshAttempt, RefreshAttempts, type Sealer } from '@app/vault';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { CircuitBreaker } from '../../src/procedures/circuit-breaker.js';
import { GrantNews } from '../../src/procedures/grant-news.js';
import { RecordRefresh } from '../../src/procedures/record-refresh.js';
import { RefreshGrant } from '../../src/procedures/refresh-grant.js';
import type { RefreshOutcome } from '../../src/procedures/refresh-outcome.js';
import { Gate } from './gate.js';
import type { Token } from './grant-row.js';

type Point = 'look' | 'wait' | 'take' | 'taken' | 'call' | 'store' | 'release';
/** The token that replaces the one sent, or how the call fails. */
type DingTalkAnswer = Token | keyof typeof failures;

export interface RealParts {
  readonly pool: Pool;
  readonly sealer: Sealer;
  readonly applications: ApplicationStore;
  readonly audit: AuditLog;
}

/** DingTalk's tokens carry the model's names. */
export const refreshTokenNamed = ({ chain, position }: Token): string => `refresh-${chain}.${position}`;
export const accessTokenNamed = ({ chain, position }: Token): string => `access-${chain}.${position}`;

/** Back-off lasts until the walk says that it is over. */
const retryAfterSeconds = 86_400;
const failures = {
  refused: { remedy: 'ask_the_person', fate: 'answered', reason: 'refused' },
  turned_away: { remedy: 'transient', fate: 'not_processed', reason: 'throttled', retryAfterSeconds },
  in_doubt: { remedy: 'transient', fate: 'in_doubt', reason: 'no answer', retryAfterSeconds },
} as const;
const PATIENCE_MS = 600_000;

/** One refresh by the broker's own `RefreshGrant`, led from one statement to the next. */
export class RealRefresher {
  private readonly gate = new Gate<Point>();
  private readonly calls = new Calls();
  private readonly attempts: GatedAttempts;
  private readonly database: GatedDatabase;
  private readonly running: Promise<RefreshOutcome | undefined>;
  private tookLease: RefreshAttempt | undefined;
  private stalledMs = 0;

  constructor(parts: RealParts, grant: { corpId: string; grantId: string }, staleVersion: number) {
    this.database = new GatedDatabase(parts.pool, this.gate);
    this.attempts = new GatedAttempts(this.database, parts.sealer, this.gate, this.calls, (attempt) => {
      this.tookLease = attempt;
    });
    const news = new GatedNews(this.gate);
    const log = pino({ level: 'silent' });
    const refreshGrant = new RefreshGrant(
      {
        attempts: this.attempts,
        applications: parts.applications,
        dingtalk: new StandInClient(this.gate, this.calls),
        record: new RecordRefresh(this.database, this.attempts, parts.audit, news, log),
        news,
        breaker: new PatientBreaker(),
        log,
      },
      () => performance.now() + this.stalledMs,
    );
    const wanted = { ...grant, staleVersion, requestId: 'walk', urgency: 'waited_for' } as const;
    this.running = refreshGrant.execute(wanted, PATIENCE_MS);
    this.running.catch(() => undefined);
  }

  /** Before which statement it stands; `replaced`, `kept` or `failed` once it has ended. */
  async standing(): Promise<Point | RefreshOutcome['kind'] | 'failed'> {
    const point = await this.gate.standsAt(this.running);
    if (point) return point;
    const outcome = await this.running.catch(() => undefined);
    return outcome?.kind ?? 'failed';
  }

  /** Lets it do its next statement. */
  next(): void {
    this.gate.open();
  }

  /** The refresh token that is being sent. */
  get sent(): string | undefined {
    return this.calls.sent;
  }

  /** Ends the call to DingTalk, if it has not ended before. */
  answer(answer: DingTalkAnswer): void {
    if (this.calls.answer) return;
    this.calls.answer = answer;
    this.gate.open();
  }

  /** The next commit happens, and its answer is lost. */
  loseNextCommit(): void {
    this.database.losesCommit = true;
  }

  /** Stands still for longer than a lease lasts. */
  stall(): void {
    this.stalledMs += 2_000 * LEASE_SECONDS;
  }

  async renew(): Promise<boolean> {
    if (!this.tookLease) throw new Error('no lease to renew');
    return this.attempts.renewNow(this.tookLease);
  }

  async kill(): Promise<void> {
    this.gate.kill();
    await this.running.catch(() => undefined);
  }
}

class Calls {
  sent: string | undefined;
  answer: DingTalkAnswer | undefined;
}

class GatedDatabase extends Database {
  losesCommit = false;

  constructor(
    pool: Pool,
    private readonly gate: Gate<Point>,
  ) {
    super({ pool, prepared: false });
  }

  override async transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    await this.gate.reach('store');
    const result = await super.transaction(work);
    if (!this.losesCommit) return result;
    this.losesCommit = false;
    throw new DatabaseFailure('unknown', new Error('the connection was lost with the answer to the commit'));
  }
}

class GatedAttempts extends RefreshAttempts {
  constructor(
    database: Database,
    sealer: Sealer,
    private readonly gate: Gate<Point>,
    private readonly calls: Calls,
    private readonly onLease: (attempt: RefreshAttempt) => void,
  ) {
    super(database, sealer);
  }

  override async look(...asked: Parameters<RefreshAttempts['look']>) {
    await this.gate.reach('look');
    return super.look(...asked);
  }

  override async take(...asked: Parameters<RefreshAttempts['take']>) {
    await this.gate.reach('take');
    const attempt = await super.take(...asked);
    if (attempt) {
      this.onLease(attempt);
      await this.gate.reach('taken');
    }
    return attempt;
  }

  /** Once DingTalk has been asked not when a timer says so, but when the walk does. */
  override async renew(attempt: RefreshAttempt) {
    return this.calls.sent === undefined ? super.renew(attempt) : true;
  }

  async renewNow(attempt: RefreshAttempt): Promise<boolean> {
    return super.renew(attempt);
  }

  override async release(...how: Parameters<RefreshAttempts['release']>) {
    await this.gate.reach('release');
    await super.release(...how);
  }
}

class StandInClient extends DingTalkClient {
  constructor(
    private readonly gate: Gate<Point>,
    private readonly calls: Calls,
  ) {
    const nowhere = 'http://127.0.0.1:1';
    super({ hosts: { loginUrl: nowhere, apiUrl: nowhere, oapiUrl: nowhere } });
  }

  override async permitToRefresh(): Promise<CallPermit> {
    return { sent() {}, done() {}, unused() {} };
  }

  override async refresh(_app: unknown, refreshToken: Secret): Promise<UserTokens> {
    this.calls.sent = refreshToken.reveal();
    await this.gate.reach('call');
    const { answer = 'in_doubt' } = this.calls;
    if (typeof answer === 'string') throw new DingTalkFailure({ operation: 'oauth2.refresh', ...failures[answer] });
    return {
      accessToken: Secret.of(accessTokenNamed(answer)),
      refreshToken: Secret.of(refreshTokenNamed(answer)),
      expireInSeconds: 7_200,
    };
  }
}

class GatedNews extends GrantNews {
  constructor(private readonly gate: Gate<Point>) {
    super({ on: () => undefined }, { query: async () => [] });
  }

  override async next(): Promise<void> {
    await this.gate.reach('wait');
  }
}

/** The model has one grant and no breaker. */
class PatientBreaker extends CircuitBreaker {
  override enter(): number {
    return 0;
  }
}

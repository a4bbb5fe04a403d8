import type { AuditLanes, Lane } from '@app/audit';
import type { PolicyCandidate } from '@app/callers';
import { type Database, DatabaseFailure } from '@app/database';
import { BrokerError } from '@app/errors';
import { type HandOutRow, handOutSql } from './hand-out.sql.js';

/** What a request asks to leave. */
export type Delivering =
  | { readonly as: 'token' }
  | {
      readonly as: 'handle';
      readonly handleHash: Buffer;
      readonly ttlSeconds: number;
      /** It works only on connections made with this certificate, or with proofs by this key; null: for whoever holds it. */
      readonly certificateHash: Buffer | null;
      readonly keyHash: Buffer | null;
    }
  | {
      readonly as: 'gateway';
      readonly handleHash: Buffer;
      /** Method and path as the scope catalogue writes them. */
      readonly operation: string;
      /** What stands in the way before any entitlement is looked at: the handle does not carry the scope, or the call names another person. */
      readonly denied: 'scopes' | 'person' | undefined;
    };

/** One request as the statement takes it: already judged, so either refused or with candidates. */
export interface HandOutAsk {
  /** Becomes the id of the audit record, and of the hand-out if something leaves. */
  readonly recordId: string;
  readonly callerId: string;
  readonly callerPolicyVersion: number;
  readonly policyStateVersion: number;
  readonly refusal: 'forbidden_by_policy' | 'invalid_request' | null;
  readonly rule: string | null;
  readonly candidates: readonly PolicyCandidate[];
  /** Applications whose grant could not be brought up to date during this request. */
  readonly passedOver: ReadonlySet<string>;
  readonly corpId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[];
  readonly minimumSeconds: number;
  /** Database time at which the request first entered the statement; null the first time. */
  readonly arrivedAt: Date | null;
  readonly delivering: Delivering;
  readonly purpose: string | null;
  readonly requestId: string;
}

/** A lane lost its epoch this often in a row: revocations are arriving faster than hand-outs can pass. */
const EPOCH_ATTEMPTS = 50;
const EPOCH_RETRY_SECONDS = 2;
const MOST_IN_A_BATCH = 256;
/** Longer than any healthy hand-out, shorter than a caller's patience. Past it the connection is closed and nothing is sent again. */
const STATEMENT_DEADLINE_MS = 5_000;
/** SHA-256. */
const HASH_BYTES = 32;

const statement = { name: 'hand-out', text: handOutSql, deadlineMs: STATEMENT_DEADLINE_MS };

interface Waiting {
  readonly ask: HandOutAsk;
  resolve(row: HandOutRow): void;
  reject(cause: unknown): void;
}

/**
 * One lane of hand-outs: at most one statement in flight, and everything that arrives meanwhile goes into the next one. So an idle
 * broker adds no waiting and a busy one batches by itself.
 *
 * Not a `Convoy`, which does the like for everything else. That one lets the next batch pass a statement that hangs; here the two would wait for
 * each other on the lane's row. It does anything but a connection's trouble again one by one; here that would be two hundred requests that each
 * lose their epoch fifty times. And it starts a timer for each batch. What is left of it would be a queue and four options.
 */
export class HandOutLane {
  private readonly waiting: Waiting[] = [];
  private sending = false;

  constructor(
    private readonly database: Database,
    private readonly lanes: AuditLanes,
    private lane: Lane,
    private readonly onBatch: (size: number) => void,
  ) {}

  /** Requests in this lane that have no answer yet. */
  get load(): number {
    return this.waiting.length + (this.sending ? MOST_IN_A_BATCH : 0);
  }

  /** Throws `DatabaseFailure`, after whose `unknown` the record may exist, so nothing may leave; and `BrokerError`. */
  async ask(ask: HandOutAsk): Promise<HandOutRow> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ask, resolve, reject });
      // After the current turn of the event loop, so that requests read from the sockets together share a statement.
      if (!this.sending) setImmediate(() => void this.sendAll());
    });
  }

  private async sendAll(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_IN_A_BATCH);
      this.onBatch(batch.length);
      await this.answer(batch);
    }
    this.sending = false;
  }

  /** One request that PostgreSQL cannot digest must not fail the others: a refused batch is sent again one by one, once. */
  private async answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const rows = await this.send(batch.map(({ ask }) => ask));
      batch.forEach((waiting, n) => {
        const row = rows.get(n);
        if (row) waiting.resolve(row);
        else waiting.reject(new Error('The hand-out statement did not answer a request of an unknown caller'));
      });
    } catch (cause) {
      const refused = cause instanceof DatabaseFailure && cause.fate === 'refused';
      if (!refused || batch.length === 1) {
        for (const waiting of batch) waiting.reject(cause);
        return;
      }
      for (const waiting of batch) await this.answer([waiting]);
    }
  }

  private async send(asks: readonly HandOutAsk[]): Promise<ReadonlyMap<number, HandOutRow>> {
    for (let attempt = 0; attempt < EPOCH_ATTEMPTS; attempt += 1) {
      const rows = await this.database.run<HandOutRow & Record<string, unknown>>(
        statement,
        parametersOf(this.lane, asks),
      );
      if (rows.length > 0) {
        this.lanes.written(this.lane.lane, writtenBy(rows));
        return new Map(rows.map((row) => [row.n, row]));
      }
      const { lane } = this.lane;
      const { epoch, closed } = await this.lanes.stateOf(lane);
      this.lane = closed ? await this.lanes.replace(lane, 'handouts') : { lane, epoch };
    }
    const why = `lane ${this.lane.lane} lost its epoch ${EPOCH_ATTEMPTS} times in a row`;
    throw BrokerError.temporarilyUnavailable(EPOCH_RETRY_SECONDS, why);
  }
}

/** What the chain of the lane has to be told. */
function writtenBy(rows: readonly HandOutRow[]): { seq: number; hash: Buffer }[] {
  const { firstSeq, hashes } = rows.find((row) => row.hashes !== null) ?? { firstSeq: null, hashes: null };
  if (firstSeq === null || hashes === null) return [];
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, n) => ({
    seq: firstSeq + n,
    hash: hashes.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES),
  }));
}

function parametersOf(lane: Lane, asks: readonly HandOutAsk[]): unknown[] {
  const column = <Value>(value: (ask: HandOutAsk, n: number) => Value) => asks.map(value);
  const candidates = asks.flatMap((ask, n) =>
    ask.candidates.map((candidate) => ({ n, candidate, passedOver: ask.passedOver.has(candidate.application) })),
  );
  return [
    lane.lane,
    lane.epoch,
    column((_, n) => n),
    column((ask) => ask.recordId),
    column((ask) => ask.callerId),
    column((ask) => ask.callerPolicyVersion),
    column((ask) => ask.policyStateVersion),
    column((ask) => ask.refusal),
    column((ask) => ask.rule),
    column((ask) => ask.userId),
    column((ask) => ask.unionId),
    column((ask) => ask.scopes.join(' ')),
    column((ask) => ask.minimumSeconds),
    column((ask) => ask.arrivedAt),
    column(({ delivering }) => delivering.as),
    column((ask) => ask.purpose),
    column((ask) => ask.requestId),
    column((ask) => ask.corpId),
    column(({ delivering }) => (delivering.as === 'token' ? null : delivering.handleHash)),
    column(({ delivering }) => (delivering.as === 'handle' ? delivering.ttlSeconds : null)),
    column(({ delivering }) => (delivering.as === 'handle' ? delivering.certificateHash : null)),
    column(({ delivering }) => (delivering.as === 'handle' ? delivering.keyHash : null)),
    column(({ delivering }) => (delivering.as === 'gateway' ? delivering.operation : null)),
    candidates.map(({ n }) => n),
    candidates.map(({ candidate }) => candidate.application),
    candidates.map(({ candidate }) => candidate.corpId),
    candidates.map(({ candidate }) => candidate.rule),
    candidates.map(({ candidate }) => candidate.mayHold.join(' ')),
    candidates.map(({ candidate }) => candidate.wholeToken),
    candidates.map(({ passedOver }) => passedOver),
    candidates.map(({ candidate }) => candidate.barred.join(' ')),
  ];
}

import type { AuditLog, ScopeUses } from '@app/audit';
import type { CallerStore, EntitledScope, GivenScope, GivenScopes } from '@app/callers';
import type {
  AccessReviewBody,
  DraftQuery,
  ExportCandidatesQuery,
  KeepRequest,
  ListQuery,
  Page,
  ReviewDecision,
  ReviewDraft,
  SignReviewRequest,
} from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';
import type { ReviewCandidates } from './review-candidates.js';
import type { DecidedScope, Decision, ReviewDecisions } from './review-decisions.js';
import { candidatesFile, decisionBodyOf, digestOf, type ReviewFile, reviewFile } from './review-file.js';
import { keyMembersOf, keyOf } from './scope-key.js';

interface ReviewRow {
  readonly id: string;
  readonly since: Date;
  readonly trackedSince: Date;
  readonly signedAt: Date;
  readonly signedBy: string;
  readonly note: string | null;
  readonly entitlements: number;
  readonly unused: number;
  readonly narrowed: number;
  readonly kept: number;
  readonly open: number;
  readonly digest: Buffer;
  readonly position: string;
  readonly [column: string]: unknown;
}

const reviewsSql = `
  select id, since, tracked_since as "trackedSince", signed_at as "signedAt", signed_by as "signedBy", note, entitlements, unused, narrowed,
    kept, open, digest, signed_at::text as position
  from access_reviews`;
const insertSql = `
  insert into access_reviews (id, since, tracked_since, signed_by, note, entitlements, unused, narrowed, kept, open, digest)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
/** Two sign-offs at once wait for each other, so that a decision is signed once. */
const ONE_SIGNS_LOCK = 20_261_206;

/** What a sign-off would be of, at this moment. */
interface Draft {
  readonly body: ReviewDraft;
  readonly decided: readonly (Decision & { readonly id: string })[];
  readonly open: readonly DecidedScope[];
}

interface AccessReviewsOptions {
  readonly database: Database;
  readonly candidates: ReviewCandidates;
  readonly decisions: ReviewDecisions;
  readonly callers: CallerStore;
  readonly given: GivenScopes;
  readonly uses: ScopeUses;
  readonly audit: AuditLog;
}

/** Reviews of access: what was unused, what was decided about it, and who signed that. */
export class AccessReviews {
  constructor(private readonly options: AccessReviewsOptions) {}

  /** What stays although it is unused, until the next review asks again. What does not stand any more is passed over. Answers how many. */
  async keep({ entitlements, reason }: KeepRequest, act: Act): Promise<number> {
    const { database, decisions, given, uses, audit } = this.options;
    const keys = [...new Map(entitlements.map(keyMembersOf).map((each) => [keyOf(each), each])).values()];
    const [standing, used] = await Promise.all([given.of(keys), uses.of(keys)]);
    const usedAt = new Map(used.map((use) => [keyOf(use), use.lastUsedAt]));
    const kept = await this.named(standing.map((each) => ({ ...each, lastUsedAt: usedAt.get(keyOf(each)) ?? null })));
    if (kept.length === 0) return 0;
    const actor = actorOf(act);
    await database.transaction(async (tx) => {
      await decisions.decide(tx, 'kept', kept, actor, reason);
      await audit.appendAll(
        tx,
        kept.map(({ callerId, application, scope }) => ({
          type: 'entitlement.kept',
          outcome: 'ok',
          actor,
          requestId: act.requestId,
          callerId,
          application,
          scopes: [scope],
          details: { reason },
        })),
      );
    });
    return kept.length;
  }

  async draft(query: DraftQuery): Promise<ReviewDraft> {
    return (await this.drafted(query)).body;
  }

  /** Signs exactly what the draft has shown. Throws `conflict` with a new draft if anything of it has moved. */
  async sign({ note, digest, ...window }: SignReviewRequest, act: Act): Promise<AccessReviewBody> {
    const id = uuidv7();
    const signedBy = actorOf(act);
    await this.options.database.transactionAlone(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [ONE_SIGNS_LOCK]);
      const { body, decided, open } = await this.drafted(window);
      if (body.digest !== digest) throw moved(body);
      const { since, trackedSince, entitlements, unused, narrowed, kept } = body;
      await tx.query(insertSql, [
        id,
        since,
        trackedSince,
        signedBy,
        note ?? null,
        ...[entitlements, unused, narrowed, kept, body.open],
        Buffer.from(digest, 'hex'),
      ]);
      const signed = decided.map((each) => each.id);
      await this.options.decisions.sign(tx, id, signed, open);
      await this.options.audit.append(tx, {
        type: 'review.signed',
        outcome: 'ok',
        actor: signedBy,
        requestId: act.requestId,
        details: { reviewId: id, digest, since, entitlements, unused, narrowed, kept, open: body.open },
      });
    });
    return this.get(id);
  }

  /** Newest first. */
  async list({ limit, cursor }: ListQuery): Promise<Page<AccessReviewBody>> {
    const after = cursor === undefined ? [null, null] : decodeCursor(cursor, ['time', 'uuid']);
    const rows = await this.options.database.query<ReviewRow>(
      `${reviewsSql} where $1::timestamptz is null or (signed_at, id) < ($1, $2::uuid) order by signed_at desc, id desc limit $3`,
      [...after, limit + 1],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map(bodyOf),
      nextCursor: last ? encodeCursor([last.position, last.id]) : null,
    };
  }

  async get(id: string): Promise<AccessReviewBody> {
    const [row] = await this.options.database.query<ReviewRow>(`${reviewsSql} where id = $1`, [id]);
    if (!row) throw new BrokerError('not_found', { detail: 'There is no such access review.' });
    return bodyOf(row);
  }

  async decisionsOf(id: string, { limit, cursor }: ListQuery): Promise<Page<ReviewDecision>> {
    await this.get(id);
    const rows = await this.options.decisions.ofReview(
      id,
      limit + 1,
      cursor === undefined ? undefined : positionOf(cursor),
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map(decisionBodyOf),
      nextCursor: last ? encodeCursor([last.callerId, last.application, last.scope]) : null,
    };
  }

  async export(id: string, format: 'csv' | 'json'): Promise<ReviewFile> {
    const review = await this.get(id);
    return reviewFile(format, review, (await this.options.decisions.ofReview(id, null)).map(decisionBodyOf));
  }

  async exportCandidates({ format, since, recent, ...filter }: ExportCandidatesQuery): Promise<ReviewFile> {
    const window = await this.options.candidates.window({ ...(since !== undefined && { since }), recent });
    const about = {
      since: window.since.toISOString(),
      trackedSince: window.trackedSince.toISOString(),
      countedUntil: window.countedUntil.toISOString(),
    };
    return candidatesFile(format, about, await this.options.candidates.all(window, filter));
  }

  private async drafted(query: { since?: string | undefined; recent: 'true' | 'false' }): Promise<Draft> {
    const { since, recent } = query;
    const window = await this.options.candidates.window({ ...(since !== undefined && { since }), recent });
    const undecided: (GivenScope & { readonly lastUsedAt: Date | null })[] = [];
    let entitlements = 0;
    let unused = 0;
    for await (const piece of this.options.candidates.look(window)) {
      entitlements += piece.entitlements;
      unused += piece.unused.length;
      undecided.push(...piece.unused.filter(({ kept }) => kept === null));
    }
    const [decided, open, [last]] = await Promise.all([
      this.options.decisions.unsigned(),
      this.named(undecided),
      this.options.database.query<ReviewRow>(`${reviewsSql} order by signed_at desc, id desc limit 1`),
    ]);
    const lines = [...decided, ...open.map(asOpen)].sort(byKey).map(decisionBodyOf);
    const body = {
      since: window.since.toISOString(),
      trackedSince: window.trackedSince.toISOString(),
      countedUntil: window.countedUntil.toISOString(),
      entitlements,
      unused,
      narrowed: decided.filter(({ decision }) => decision === 'narrowed').length,
      kept: decided.filter(({ decision }) => decision === 'kept').length,
      open: open.length,
      digest: digestOf(lines).toString('hex'),
      lastSignedAt: last?.signedAt.toISOString() ?? null,
    };
    return { body, decided, open };
  }

  private async named(unused: readonly (GivenScope & { readonly lastUsedAt: Date | null })[]): Promise<DecidedScope[]> {
    const names = await this.options.callers.names([...new Set(unused.map(({ callerId }) => callerId))]);
    return unused.map((each) => ({ ...each, caller: names.get(each.callerId) ?? each.callerId }));
  }
}

function asOpen(scope: DecidedScope): Decision {
  return { ...scope, decision: 'open', by: null, at: null, reason: null };
}

/** As `ofReview` orders them. */
function byKey(one: EntitledScope, other: EntitledScope): number {
  const [a, b] = [one, other].map(({ callerId, application, scope }) => [callerId, application, scope].join('\0'));
  return Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? ''));
}

function bodyOf({ position: _, digest, since, trackedSince, signedAt, ...row }: ReviewRow): AccessReviewBody {
  return {
    ...row,
    since: since.toISOString(),
    trackedSince: trackedSince.toISOString(),
    signedAt: signedAt.toISOString(),
    digest: digest.toString('hex'),
  };
}

function positionOf(cursor: string): EntitledScope {
  const [callerId = '', application = '', scope = ''] = decodeCursor(cursor, ['uuid', 'name', 'scope']);
  return { callerId, application, scope };
}

function moved(draft: ReviewDraft): BrokerError {
  return new BrokerError('conflict', {
    detail: 'What you would sign has changed since you read it. Look at draft, and sign that one.',
    members: { draft },
  });
}

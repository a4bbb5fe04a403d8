import type { AuditLog } from '@app/audit';
import type { ImportOutcome } from '@app/contract';
import type { Database } from '@app/database';
import { type DingTalkClient, DingTalkFailure, scopeCatalogue } from '@app/dingtalk';
import { type Application, type ApplicationStore, type GrantStore, NO_ORGANISATION, SealError } from '@app/vault';
import type { Logger } from 'pino';
import type { CompleteConsent } from '../../procedures/complete-consent.js';
import { untilDatabaseAnswers } from '../../procedures/until-database-answers.js';
import type { ImportRows, TakenRow } from './import-rows.js';

/** Whose import it is. */
export interface ImportAct {
  readonly jobId: string;
  readonly actor: string;
  readonly requestId: string;
  /** Whether a grant that lives gets the imported tokens. */
  readonly replace: boolean;
}

interface ImportGrantParts {
  readonly database: Database;
  readonly rows: ImportRows;
  readonly applications: ApplicationStore;
  readonly grants: GrantStore;
  readonly dingtalk: DingTalkClient;
  readonly complete: CompleteConsent;
  readonly audit: AuditLog;
  readonly log: Logger;
}

/** Tries of a token that DingTalk has not answered for; whoever imports has it still, and can bring it again. */
const TRIES_MAX = 12;
/** Tries after DingTalk has replaced it: what is sealed here is the only copy, so it is given up after the better part of an hour. */
const TRIES_MAX_OF_ONLY_COPY = 60;
const PERMIT_WITHIN_MS = 60_000;

/** The person has a grant already, and the import is not to replace any. Rolls back what would have. */
class LivesAlready extends Error {}

/**
 * One line of an import becomes a grant or a reason why not. Its refresh token works once: that it is about to be sent was recorded when the
 * row was taken, what DingTalk answers is sealed before anything else, and an answer that got lost is asked for again with the same token.
 */
export class ImportGrant {
  constructor(private readonly parts: ImportGrantParts) {}

  /** One step: the row is decided, or to be tried again. Throws only where nothing can be known, such as when the database is away. */
  async execute(row: TakenRow, act: ImportAct): Promise<void> {
    try {
      const application = await this.parts.applications.find(row.application);
      if (!application) throw new Error(`Application ${row.application} is gone`);
      if (row.tokenLives) await this.identify(row, application, act);
      else await this.refresh(row, application, act);
    } catch (cause) {
      if (cause instanceof DingTalkFailure) await this.failed(row, cause, act);
      else if (cause instanceof LivesAlready) await this.refuse(row, 'already_granted', act);
      else if (!(cause instanceof SealError)) throw cause;
      else if (cause.mayOpenLater) await this.parts.rows.retry(row, { inDoubt: row.inDoubt });
      else await this.refuse(row, 'unopenable', act);
    }
  }

  private async refresh(row: TakenRow, application: Application, act: ImportAct): Promise<void> {
    const { applications, dingtalk, grants, log, rows } = this.parts;
    if (application.suspendedAt) return this.refuse(row, 'suspended', act);
    // A token that is not needed is not spent.
    if (!act.replace && row.tokenVersion === 1 && (await this.isGranted(row, application)))
      return this.refuse(row, 'already_granted', act);
    const credentials = await applications.credentials(row.application);
    if (!credentials) throw new Error(`Application ${row.application} is gone`);
    const token = await rows.open(row, 'refresh_token');
    const waited = AbortSignal.timeout(PERMIT_WITHIN_MS);
    const permit = await dingtalk.permitToRefresh(credentials.clientId, 'upkeep', waited).catch(() => undefined);
    if (!permit) return this.parts.rows.retry(row, { inDoubt: row.inDoubt });
    const obtainedAt = await grants.now().catch((cause: unknown) => {
      permit.unused();
      throw cause;
    });
    const tokens = await dingtalk.refresh(credentials, token, { permit });
    await untilDatabaseAnswers(
      () => rows.refreshed(row, tokens, obtainedAt),
      (err) => log.warn({ jobId: act.jobId, line: row.line, err }, 'imported tokens wait for the database'),
    );
  }

  private async identify(row: TakenRow, application: Application, act: ImportAct): Promise<void> {
    const { complete, dingtalk, rows } = this.parts;
    const { obtainedAt, expireInSeconds, tokensCorpId } = row;
    if (!obtainedAt || !expireInSeconds) throw new Error('A refreshed row does not say when');
    const accessToken = await rows.open(row, 'access_token');
    const refreshToken = await rows.open(row, 'refresh_token');
    const person = await dingtalk.person(application.clientId, accessToken, 'upkeep');
    const outcome = await complete.execute(
      {
        application,
        channel: 'import',
        tokens: { accessToken, refreshToken, expireInSeconds, ...(tokensCorpId !== null && { corpId: tokensCorpId }) },
        person,
        obtainedAt,
        expected: {
          ...(row.corpId !== null && { corpId: row.corpId }),
          ...(row.expectedUserId !== null && { userId: row.expectedUserId }),
          ...(row.expectedUnionId !== null && { unionId: row.expectedUnionId }),
        },
        // What the person was asked for elsewhere is not known here; nothing is assumed until DingTalk tells.
        askedScopes: [scopeCatalogue.identityScope],
        endsAt: null,
        once: false,
        requestId: act.requestId,
        importedBy: act.actor,
      },
      async (tx, grant) => {
        if (grant.replaced && !act.replace) throw new LivesAlready();
        const stored = await rows.end(tx, row, grant.replaced ? 'replaced' : 'stored', grant);
        if (!stored) throw new Error('Somebody else is at this row');
      },
    );
    if (outcome.kind !== 'granted') await this.refuse(row, outcome.kind, act);
  }

  private async failed(row: TakenRow, failure: DingTalkFailure, act: ImportAct): Promise<void> {
    const { operation, remedy, fate, code, requestId: dingtalkRequestId, retryAfterSeconds } = failure;
    this.parts.log.warn(
      { jobId: act.jobId, line: row.line, failure: { operation, remedy, fate, code, dingtalkRequestId } },
      'a line of an import failed',
    );
    const isRefresh = operation === 'oauth2.refresh';
    if (fate === 'answered' && remedy === 'ask_the_person') {
      if (!isRefresh) return this.refuse(row, 'identity_unavailable', act);
      return this.refuse(row, row.inDoubt ? 'indeterminate' : 'refresh_rejected', act);
    }
    if (fate === 'answered' && remedy === 'fix_the_configuration' && row.tokenVersion === 1)
      return this.refuse(row, 'application_misconfigured', act);
    if (row.tries >= (row.tokenVersion === 1 ? TRIES_MAX : TRIES_MAX_OF_ONLY_COPY))
      return this.refuse(row, 'dingtalk_unavailable', act);
    const inDoubt = isRefresh && fate === 'in_doubt';
    await this.parts.rows.retry(row, { inDoubt: row.inDoubt || inDoubt, afterSeconds: retryAfterSeconds ?? 0 });
  }

  private async refuse(row: TakenRow, outcome: ImportOutcome, act: ImportAct): Promise<void> {
    const { audit, database, rows } = this.parts;
    await database.transaction(async (tx) => {
      if (!(await rows.end(tx, row, outcome))) return;
      await audit.append(tx, {
        type: 'consent.failed',
        outcome,
        actor: act.actor,
        requestId: act.requestId,
        application: row.application,
        corpId: row.corpId,
        userId: row.expectedUserId,
        unionId: row.expectedUnionId,
        details: { channel: 'import', jobId: act.jobId, line: row.line },
      });
    });
  }

  /** As far as the line says whose it is. */
  private async isGranted(row: TakenRow, { kind, name, corpId: own }: Application): Promise<boolean> {
    const corpId = kind === 'personal' ? NO_ORGANISATION : (row.corpId ?? own);
    const { expectedUserId, expectedUnionId } = row;
    if (corpId === null || (expectedUserId === null && expectedUnionId === null)) return false;
    const live = await this.parts.grants.live({
      application: name,
      corpId,
      userId: expectedUserId ?? undefined,
      unionId: expectedUnionId ?? undefined,
    });
    return live.length > 0;
  }
}

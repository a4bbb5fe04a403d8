import type { AuditLog } from '@app/audit';
import type { CallerStore, EntitlementHistory, EntitlementVersion } from '@app/callers';
import type { CallerHistoryPage, CallerVersion, EntitlementBody, ListQuery, RestoreCallerRequest } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';
import { entitlementBodiesOf } from './caller-body.js';
import { applicationsOf } from './entitlement-drafts.js';
import type { WholeTokens } from './whole-tokens.js';

interface CallerHistoryOptions {
  readonly database: Database;
  readonly callers: CallerStore;
  readonly history: EntitlementHistory;
  readonly applications: ApplicationStore;
  readonly wholeTokens: WholeTokens;
  readonly audit: AuditLog;
}

/** What a caller was entitled to, version by version, and going back to one of them. */
export class CallerHistory {
  constructor(private readonly options: CallerHistoryOptions) {}

  /** Newest first. */
  async list(id: string, { limit, cursor }: ListQuery): Promise<CallerHistoryPage> {
    const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, ['number'])[0]);
    const caller = await this.options.callers.find(id);
    if (!caller) throw notFound();
    const versions = await this.options.history.of(id, limit + 1, before);
    const page = versions.slice(0, limit);
    const last = versions.length > limit ? page.at(-1) : undefined;
    return {
      policyVersion: caller.policyVersion,
      items: page.map((version, index) => bodyOf(version, versions[index + 1])),
      nextCursor: last ? encodeCursor([String(last.policyVersion)]) : null,
    };
  }

  /**
   * What stood then stands again, as one more version. Throws `conflict` if the caller has moved, `invalid_request` if an application no
   * longer declares what would be restored, and `forbidden` where that is for somebody else to give.
   */
  async restore(id: string, { version, policyVersion, reason }: RestoreCallerRequest, act: Act): Promise<void> {
    const { database, callers, history, applications, wholeTokens, audit } = this.options;
    const [caller, kept] = await Promise.all([callers.find(id), history.find(id, version)]);
    if (!caller) throw notFound();
    if (!kept) throw BrokerError.invalidRequest([{ pointer: '/version', reason: 'is not in this caller’s history' }]);
    const bodies = entitlementBodiesOf(kept.entitlements).map(asRequest);
    wholeTokens.demand(bodies, caller.entitlements, act);
    await applicationsOf(applications, bodies);
    const actor = actorOf(act);
    await database.transaction(async (tx) => {
      const now = (await callers.lock(tx, [id])).get(id);
      if (now !== policyVersion) throw moved(now);
      await callers.change(tx, id, { entitlements: kept.entitlements }, { actor, reason, restores: version });
      await audit.append(tx, {
        type: 'caller.restored',
        outcome: 'ok',
        actor,
        requestId: act.requestId,
        callerId: id,
        details: { reason, restored: version, replaced: policyVersion },
      });
    });
  }
}

function bodyOf(version: EntitlementVersion, before: EntitlementVersion | undefined): CallerVersion {
  const [now, then] = [scopesOf(version), before ? scopesOf(before) : new Map()];
  return {
    policyVersion: version.policyVersion,
    changedAt: version.changedAt.toISOString(),
    actor: version.actor,
    reason: version.reason,
    entitlements: entitlementBodiesOf(version.entitlements),
    added: [...now].filter(([key]) => !then.has(key)).map(([, scope]) => scope),
    removed: [...then].filter(([key]) => !now.has(key)).map(([, scope]) => scope),
  };
}

function scopesOf({ entitlements }: EntitlementVersion): Map<string, { application: string; scope: string }> {
  const scopes = entitlements.flatMap(({ application, scopes }) => scopes.map((scope) => ({ application, scope })));
  return new Map(scopes.map((each) => [`${each.application} ${each.scope}`, each]));
}

/** As an operator would have to write it to get the same. */
function asRequest(body: CallerVersion['entitlements'][number]): EntitlementBody {
  const { people, expiresAt, wholeTokenReason, ratePerSecond, personRatePerSecond, ...rest } = body;
  return {
    ...rest,
    ...(people !== null && { people }),
    ...(expiresAt !== null && { expiresAt }),
    ...(wholeTokenReason !== null && { wholeTokenReason }),
    ...(ratePerSecond !== null && { ratePerSecond }),
    ...(personRatePerSecond !== null && { personRatePerSecond }),
  };
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such caller.' });
}

function moved(policyVersion: number | undefined): BrokerError {
  return new BrokerError('conflict', {
    detail: 'This caller has been changed since you read its history. Nothing was restored.',
    members: { policyVersion },
  });
}

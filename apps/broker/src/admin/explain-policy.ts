import type { AuditLog } from '@app/audit';
import {
  type Caller,
  type CallerEntity,
  type Explanation,
  explain,
  type PolicyBook,
  type SuspendedSubject,
  unplaceable,
} from '@app/callers';
import type { ExplainPolicyRequest, PolicyExplanation, SuspendedSubjectBody } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import type { Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { type Act, actorOf } from './act.js';
import { applicationsOf, entitlementOf } from './entitlement-drafts.js';

/**
 * The dry run: would this be allowed, and which rule decides? Judged as a request would be, from what is in force now or from entitlements
 * not yet saved. Grants are not looked at. Who asks about whom is recorded.
 */
export class ExplainPolicy {
  constructor(
    private readonly database: Database,
    private readonly callers: Repository<CallerEntity>,
    private readonly policies: PolicyBook,
    private readonly applications: ApplicationStore,
    private readonly audit: AuditLog,
  ) {}

  async execute(request: ExplainPolicyRequest, { operator, requestId }: Act): Promise<PolicyExplanation> {
    const page = await this.policies.reload(await this.idOf(request.caller));
    if (!page) throw notFound();
    if (request.entitlements) await applicationsOf(this.applications, request.entitlements);
    const caller: Caller = request.entitlements
      ? { ...page.caller, entitlements: request.entitlements.map(positioned) }
      : page.caller;
    const { application, corpId, userId, unionId, scopes, delivery, purpose } = request;
    const question = { application, corpId, userId, unionId, scopes, delivery, purpose };
    const explanation = explain(caller, page, question, new Date(Date.now() + page.clockBehindMs));
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'policy.read',
        outcome: 'ok',
        actor: actorOf({ operator }),
        requestId,
        callerId: caller.id,
        application: application ?? null,
        corpId: corpId ?? null,
        userId: userId ?? null,
        unionId: unionId ?? null,
        scopes,
        details: { view: 'explanation', delivery, draft: request.entitlements !== undefined },
      }),
    );
    return responseOf(caller, explanation);
  }

  /** A caller may be named like an id, so an id counts first. */
  private async idOf(caller: string): Promise<string> {
    const found =
      (isUuid(caller) ? await this.callers.findOneBy({ id: caller }) : null) ??
      (await this.callers.findOneBy({ name: caller }));
    if (!found) throw notFound();
    return found.id;
  }
}

function positioned(body: Parameters<typeof entitlementOf>[0], index: number) {
  return { ...entitlementOf(body), position: index + 1 };
}

function responseOf(caller: Caller, { judgement, candidates, entitlements }: Explanation): PolicyExplanation {
  return {
    caller: { id: caller.id, name: caller.name, disabled: caller.disabledAt !== null },
    allowed: judgement.allowed,
    code: judgement.allowed ? null : judgement.code,
    rule: judgement.allowed ? (candidates[0]?.rule ?? null) : judgement.rule,
    suspended: 'subject' in judgement ? subjectBodyOf(judgement.subject) : null,
    errors: !judgement.allowed && judgement.code === 'invalid_request' ? [unplaceable[judgement.rule]] : [],
    candidates: candidates.map(({ mayHold, barred, beyond, ...candidate }) => ({
      ...candidate,
      mayHold: [...mayHold],
      barred: [...barred],
      rawToken: candidate.wholeToken ? 'any_width' : beyond.length > 0 ? 'too_broad' : 'fits',
      beyond: [...beyond],
    })),
    entitlements: entitlements.map((verdict) => ({ ...verdict, missingScopes: [...verdict.missingScopes] })),
  };
}

export function subjectBodyOf(subject: SuspendedSubject): SuspendedSubjectBody {
  return { application: null, corpId: null, scope: null, ...subject };
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such caller.' });
}

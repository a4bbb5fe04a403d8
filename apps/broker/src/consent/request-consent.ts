import type { AuditLog } from '@app/audit';
import { judge, type PolicyBook, type PolicyCandidate, type PolicyPage, unplaceable } from '@app/callers';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import { type ConsentLinks, OPEN_HOURS } from '../procedures/consent-links.js';
import type { ConsentWanted } from './consent-wanted.js';
import type { Notified, NotifyPerson } from './notify-person.js';
import { mayReturnTo } from './open-consent.js';

/** A link to pass on, and until when it can be answered. */
export interface ConsentLink {
  readonly consentId: string;
  readonly consentUrl: string;
  readonly expiresAt: Date;
  /** Only if the broker was to tell the person. */
  readonly notified?: Notified;
}

/** A link to a grant that would have ended already is not worth following. */
const insertRequestSql = `
  insert into consents (id, caller_id, origin, application, corp_id, user_id, union_id, scopes, return_url, reason, ends_at, once, expires_at)
  values ($1, $2, 'request', $3, $4, $5, $6, $7, $8, $9, $10, $11, least(now() + make_interval(hours => $12), $10))
  returning expires_at as "expiresAt"`;

/** A caller asks for a person's consent before it needs a token, or with an end, a reason and a way back of its own. */
export class RequestConsent {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyBook,
    private readonly applications: ApplicationStore,
    private readonly links: ConsentLinks,
    private readonly audit: AuditLog,
    private readonly notifyPerson: NotifyPerson,
  ) {}

  /** Throws `BrokerError`. */
  async execute(wanted: ConsentWanted): Promise<ConsentLink> {
    // 1. May this caller ask this? What it may not have handed out, it may not ask people for.
    const page = await this.policies.reload(wanted.callerId);
    if (!page) throw new BrokerError('unauthenticated', { detail: 'The caller of this access token is not known.' });
    const now = new Date(Date.now() + page.clockBehindMs);
    const { application, corpId } = judged(page, wanted, now);
    // 2. Does it make sense?
    if (wanted.endsAt && wanted.endsAt <= now) throw invalid('/expiresAt', 'must be in the future');
    await this.checkReturnUrl(application, wanted.returnUrl);
    // 3. Ask, and record it.
    const consentId = uuidv7();
    const link = await this.database.transaction(async (tx) => {
      const [asked] = await tx.query<{ expiresAt: Date }>(insertRequestSql, [
        consentId,
        wanted.callerId,
        application,
        corpId,
        wanted.userId ?? null,
        wanted.unionId ?? null,
        [...wanted.scopes].sort(),
        wanted.returnUrl ?? null,
        wanted.reason ?? null,
        wanted.endsAt ?? null,
        wanted.once,
        OPEN_HOURS,
      ]);
      if (!asked) throw new Error('The consent was not opened');
      await this.audit.append(tx, {
        type: 'consent.requested',
        outcome: 'ok',
        actor: `caller:${page.caller.name}`,
        requestId: wanted.requestId,
        corpId,
        application,
        callerId: wanted.callerId,
        userId: wanted.userId ?? null,
        unionId: wanted.unionId ?? null,
        scopes: wanted.scopes,
        details: {
          consentId,
          ...(wanted.reason !== undefined && { reason: wanted.reason }),
          ...(wanted.endsAt && { endsAt: wanted.endsAt.toISOString() }),
          ...(wanted.once && { once: true }),
          ...(wanted.notify && { notify: true }),
        },
      });
      return { consentId, consentUrl: this.links.urlOf(application, consentId), expiresAt: asked.expiresAt };
    });
    // 4. Tell the person, now that the link is good.
    if (!wanted.notify) return link;
    const { callerId, userId, unionId, scopes, reason, requestId } = wanted;
    const person = { callerId, service: page.caller.name, application, corpId, userId, unionId };
    return { ...link, notified: await this.notifyPerson.execute({ ...link, ...person, scopes, reason, requestId }) };
  }

  private async checkReturnUrl(name: string, returnUrl: string | undefined): Promise<void> {
    if (returnUrl === undefined) return;
    const application = await this.applications.find(name);
    if (!application || !mayReturnTo(application, returnUrl)) {
      throw invalid('/returnUrl', 'is none of the addresses registered for this application');
    }
  }
}

/** Allowed if a token or a handle would be; a purpose is owed by the hand-out, not here. */
function judged(page: PolicyPage, wanted: ConsentWanted, now: Date): PolicyCandidate {
  const [token, handle] = (['token', 'handle'] as const).map((delivery) => {
    const question = { ...wanted, delivery, purpose: wanted.reason ?? '' };
    return judge(page.caller, page, question, now);
  });
  const allowed = [token, handle].find((judgement) => judgement?.allowed);
  if (allowed?.allowed && allowed.candidates[0]) return allowed.candidates[0];
  // Which delivery the caller is entitled to says which refusal is about the request.
  const refusal = token && !token.allowed && token.rule !== 'delivery' ? token : handle;
  if (!refusal || refusal.allowed) throw new Error('A judgement neither allowed nor refused');
  if (refusal.code === 'invalid_request') throw BrokerError.invalidRequest([unplaceable[refusal.rule]]);
  throw new BrokerError('forbidden_by_policy', {
    detail: 'An operator can change what this caller may ask; rule says what stands in the way.',
    members: { rule: refusal.rule },
  });
}

function invalid(pointer: string, reason: string): BrokerError {
  return BrokerError.invalidRequest([{ pointer, reason }]);
}

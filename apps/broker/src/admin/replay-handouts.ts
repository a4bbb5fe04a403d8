import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AlikeHandouts, type AuditLog, handoutsOfCaller } from '@app/audit';
import { type Caller, type PolicyBook, replaying } from '@app/callers';
import type { HandoutReplay, ReplayHandoutsRequest } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import { type Act, actorOf } from './act.js';
import { applicationsOf, entitlementOf } from './entitlement-drafts.js';

const DAYS = 30;
const EXAMPLES_MAX = 5;
/** Judged at a stretch, before others get their turn. */
const STRETCH = 200;

interface Refused extends AlikeHandouts {
  readonly rule: string;
}

/** What entitlements that are not saved yet would have refused of what left lately. Read from the trail, so it is recorded who asked. */
export class ReplayHandouts {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyBook,
    private readonly applications: ApplicationStore,
    private readonly audit: AuditLog,
  ) {}

  async execute(callerId: string, { entitlements }: ReplayHandoutsRequest, act: Act): Promise<HandoutReplay> {
    const page = await this.policies.reload(callerId);
    if (!page) throw new BrokerError('not_found', { detail: 'There is no such caller.' });
    await applicationsOf(this.applications, entitlements);
    const { since, until, isSample, alike } = await handoutsOfCaller(this.database, callerId, DAYS);
    const now = new Date(Date.now() + page.clockBehindMs);
    const drafted = entitlements.map((body, index) => ({ ...entitlementOf(body), position: index + 1 }));
    const judged = (each: Caller['entitlements']) => replaying(page.caller, each, page.applications, now);
    const [then, today] = [judged(drafted), judged(page.caller.entitlements)];
    const refused: Refused[] = [];
    const counts = { lookedAt: 0, refused: 0, refusedAlready: 0, unclear: 0 };
    for (const [index, handout] of alike.entries()) {
      if (index % STRETCH === STRETCH - 1) await nextTurn();
      const { count } = handout;
      counts.lookedAt += count;
      const replayed = then(handout);
      if (replayed.verdict === 'unclear') counts.unclear += count;
      if (replayed.verdict !== 'refused') continue;
      counts.refused += count;
      if (today(handout).verdict === 'refused') counts.refusedAlready += count;
      refused.push({ ...handout, rule: replayed.rule });
    }
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'audit.read',
        outcome: 'ok',
        actor: actorOf(act),
        requestId: act.requestId,
        callerId,
        details: { view: 'replay', since: since.toISOString(), lookedAt: counts.lookedAt, sampled: isSample },
      }),
    );
    return {
      since: since.toISOString(),
      until: until.toISOString(),
      sampled: isSample,
      ...counts,
      rules: rulesOf(refused),
      examples: examplesOf(refused),
    };
  }
}

/** Most first. */
function rulesOf(refused: readonly Refused[]): HandoutReplay['rules'] {
  const counts = new Map<string, number>();
  for (const { rule, count } of refused) counts.set(rule, (counts.get(rule) ?? 0) + count);
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((one, other) => other.count - one.count);
}

/** The newest of each rule, then the newest of what is left. */
function examplesOf(refused: readonly Refused[]): HandoutReplay['examples'] {
  const firsts = refused.filter(({ rule }, index) => refused.findIndex((each) => each.rule === rule) === index);
  const others = refused.filter((each) => !firsts.includes(each));
  return [...firsts, ...others]
    .slice(0, EXAMPLES_MAX)
    .map(({ count: _, hasPurpose: __, occurredAt, scopes, ...handout }) => ({
      ...handout,
      occurredAt: occurredAt.toISOString(),
      scopes: [...scopes],
    }));
}

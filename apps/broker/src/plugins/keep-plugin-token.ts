import { type CallableAbility, judge, type PersonIn, type PolicyBook } from '@app/callers';
import type { Database, Transaction } from '@app/database';
import { DingTalkFailure, scopeCatalogue } from '@app/dingtalk';
import type { Secret } from '@app/secret';
import { type Application, type ApplicationStore, BetterGrant, type GrantStanding, type GrantStore } from '@app/vault';
import type { CompleteConsent, ConsentOutcome } from '../procedures/complete-consent.js';
import { PluginStop } from './plugin-stop.js';
import { askedAgainSql, askedSinceSql } from './plugin-tokens.sql.js';
import type { TokenOwner } from './token-owner.js';
import { stopOf, type TokenOwners } from './token-owners.js';

/** A person waits: what DingTalk's records do not show by now is read when it is needed. Milliseconds. */
const OBSERVE_FOR_MS = 1_000;

/** The call of an ability that brought the token. */
interface Brought {
  readonly ability: CallableAbility;
  readonly token: Secret;
  readonly requestId: string;
}

/** Rolls the grant back: something ended while it was being stored. */
class Overtaken extends Error {}

/** No entitlement of the ability's caller reaches the person. */
class OutOfReach extends Error {}

/**
 * Keeps a plugin's token as a grant of channel `plugin`, until the token ends. A grant that can be refreshed is never replaced by one that
 * cannot, an older token never replaces a newer one, and what was revoked does not come back by a token that DingTalk had, or renewed,
 * by itself: the person has to have been asked again in between.
 */
export class KeepPluginToken {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly grants: GrantStore,
    private readonly policies: PolicyBook,
    private readonly complete: CompleteConsent,
    private readonly owners: TokenOwners,
  ) {}

  /** True if the person has a grant that they had not before. Calls that bring the same token share one decision. Throws `PluginStop`. */
  async execute(owner: TokenOwner, brought: Brought): Promise<boolean> {
    owner.settling ??= this.settle(owner, brought).finally(() => {
      owner.settling = undefined;
    });
    return owner.settling;
  }

  private async settle(owner: TokenOwner, brought: Brought): Promise<boolean> {
    const { corpId, application: name, unionId } = owner;
    const standing = await this.grants.standing(corpId, name, unionId);
    const kept = await this.keptIfBest(owner, standing, brought);
    const { userId } = kept ? await this.grants.standing(corpId, name, unionId) : standing;
    owner.userId = userId ?? undefined;
    owner.settled = true;
    return kept;
  }

  private async keptIfBest(owner: TokenOwner, standing: GrantStanding, brought: Brought): Promise<boolean> {
    if (standing.refreshable || (standing.obtainedAt && standing.obtainedAt >= owner.firstSeenAt)) return false;
    if (!(await this.mayKeep(owner, standing))) return false;
    const application = await this.applications.find(owner.application);
    return application !== undefined && !application.suspendedAt && this.keep(owner, application, brought);
  }

  private async keep(owner: TokenOwner, application: Application, brought: Brought): Promise<boolean> {
    const { corpId, unionId, firstSeenAt, livesUntil } = owner;
    const { token: accessToken, requestId, ability } = brought;
    const person = owner.person ?? (await this.owners.person(application.clientId, accessToken));
    const expireInSeconds = (livesUntil.getTime() - firstSeenAt.getTime()) / 1_000;
    try {
      const outcome = await this.complete.execute(
        {
          application,
          channel: 'plugin',
          tokens: { accessToken, refreshToken: null, expireInSeconds, corpId },
          person,
          obtainedAt: firstSeenAt,
          expected: { corpId, unionId },
          // What the person was asked for is known to DingTalk; nothing is assumed until it tells.
          askedScopes: [scopeCatalogue.identityScope],
          endsAt: livesUntil,
          once: false,
          requestId,
          broughtBy: ability.callerId,
          observeForMs: OBSERVE_FOR_MS,
          admit: (person) => this.requireReach(ability, person),
        },
        // Seen by this statement: whatever ended while the grant was being made.
        async (tx) => {
          if (!(await this.mayKeep(owner, await this.grants.standing(corpId, application.name, unionId, tx), tx)))
            throw new Overtaken();
        },
      );
      return this.granted(outcome);
    } catch (cause) {
      if (cause instanceof BetterGrant || cause instanceof Overtaken || cause instanceof OutOfReach) return false;
      throw cause instanceof DingTalkFailure ? stopOf(cause) : cause;
    }
  }

  private granted({ kind }: ConsentOutcome): boolean {
    if (kind === 'not_a_member') throw new PluginStop({ failure: 'not_a_member' }, 'not a member of the organisation');
    if (kind === 'other_person') throw new PluginStop({ lack: 'token' }, 'the token is somebody else’s by now');
    return kind === 'granted';
  }

  /** A token counts as consent to what ended before it came; after a revocation, only if the person was asked in between. */
  private async mayKeep(owner: TokenOwner, { endedAt, revokedAt }: GrantStanding, tx?: Transaction): Promise<boolean> {
    const { application, tokenHash, corpId, unionId, firstSeenAt } = owner;
    if (endedAt && endedAt >= firstSeenAt) {
      if (revokedAt && revokedAt >= firstSeenAt && !tx)
        await this.database.query(askedAgainSql, [application, tokenHash]);
      return false;
    }
    if (!revokedAt) return true;
    const values = [corpId, application, unionId, revokedAt, firstSeenAt];
    const [row] = await (tx ?? this.database).query<{ asked: boolean }>(askedSinceSql, values);
    if (!row?.asked && !tx) await this.database.query(askedAgainSql, [application, tokenHash]);
    return row?.asked === true;
  }

  /** Nothing is stored of a person out of the caller's reach; the hand-out that follows says why, and is recorded. */
  private async requireReach(ability: CallableAbility, { corpId, unionId, userId }: PersonIn): Promise<void> {
    const { callerId, application, scopes, abilityKey } = ability;
    const page = await this.policies.reload(callerId);
    if (!page) throw new OutOfReach();
    const person = { corpId, unionId, userId: userId ?? undefined };
    const question = { application, ...person, scopes, delivery: 'handle' as const, purpose: purposeOf(abilityKey) };
    if (!judge(page.caller, page, question, new Date(Date.now() + page.clockBehindMs)).allowed) throw new OutOfReach();
  }
}

/** In words the person may read at `/me`. */
export function purposeOf(abilityKey: string): string {
  return `AI plugin: ${abilityKey}`;
}

import type { AuditEventType, AuditLog } from '@app/audit';
import {
  type Ability,
  type AbilityDraft,
  type AbilitySettings,
  type AbilityStore,
  type CallerStore,
  judge,
  type PolicyBook,
  serviceAddressFault,
} from '@app/callers';
import type { AbilityResponse, ChangeAbilityRequest, RegisterAbilityRequest, SavedAbility } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import { type Act, actorOf } from './act.js';

/** Which services do what AI plugins ask. A change holds from the next call on every replica, because abilities are read for each call. */
export class Abilities {
  constructor(
    private readonly database: Database,
    private readonly store: AbilityStore,
    private readonly applications: ApplicationStore,
    private readonly callers: CallerStore,
    private readonly policies: PolicyBook,
    private readonly audit: AuditLog,
  ) {}

  async list(application: string): Promise<AbilityResponse[]> {
    await this.requireApplication(application);
    return (await this.store.of(application)).map(responseOf);
  }

  async register(application: string, request: RegisterAbilityRequest, act: Act): Promise<SavedAbility> {
    await this.requireApplication(application);
    const { abilityKey, caller, ...settings } = request;
    const draft: AbilityDraft = { application, abilityKey, callerId: caller, ...settings };
    await this.requireSound(draft);
    const ability = await this.commit('ability.registered', act, async (tx) => {
      const added = await this.store.add(tx, draft);
      if (!added) throw new BrokerError('conflict', { detail: 'The application has an ability of this key.' });
      return added;
    });
    return this.saved(ability);
  }

  async change(application: string, key: string, request: ChangeAbilityRequest, act: Act): Promise<SavedAbility> {
    const before = await this.store.find(application, key);
    if (!before) throw notFound();
    const { caller, ...settings } = request;
    const draft = { ...before, ...settings, ...(caller !== undefined && { callerId: caller }) };
    await this.requireSound(draft);
    const details = { changed: Object.keys(request).sort() };
    return this.saved(await this.commit('ability.changed', act, (tx) => this.store.change(tx, draft), details));
  }

  /** Calls that are under way end as they would. */
  async remove(application: string, key: string, act: Act): Promise<AbilityResponse> {
    return responseOf(await this.commit('ability.removed', act, (tx) => this.store.remove(tx, application, key)));
  }

  private async commit(
    type: Extract<AuditEventType, `ability.${string}`>,
    { operator, requestId }: Act,
    work: (tx: Transaction) => Promise<Ability | undefined>,
    details: Record<string, readonly string[]> = {},
  ): Promise<Ability> {
    return this.database.transaction(async (tx) => {
      const changed = await work(tx);
      if (!changed) throw notFound();
      const { application, abilityKey, callerId, scopes, transport, address, timeoutSeconds } = changed;
      await this.audit.append(tx, {
        type,
        outcome: 'ok',
        actor: actorOf({ operator }),
        requestId,
        application,
        callerId,
        scopes,
        details: { abilityKey, transport, address, timeoutSeconds, ...details },
      });
      return changed;
    });
  }

  private async saved(ability: Ability): Promise<SavedAbility> {
    return { ...responseOf(ability), warnings: await this.warningsOf(ability) };
  }

  private async requireSound({ callerId, address, transport, allowPlaintext }: AbilitySettings): Promise<void> {
    const fault = serviceAddressFault(address, transport, allowPlaintext);
    if (fault !== undefined) throw BrokerError.invalidRequest([{ pointer: '/address', reason: fault }]);
    if (!(await this.callers.find(callerId)))
      throw BrokerError.invalidRequest([{ pointer: '/caller', reason: 'there is no such caller' }]);
  }

  /** Whom the entitlements reach is not asked: who will use the plugin is not known. */
  private async warningsOf({ callerId, application, scopes, abilityKey }: Ability): Promise<SavedAbility['warnings']> {
    const page = await this.policies.reload(callerId);
    if (!page) return [];
    const question = {
      application,
      corpId: page.applications.get(application)?.corpId ?? undefined,
      userId: undefined,
      unionId: undefined,
      scopes,
      delivery: 'handle' as const,
      purpose: abilityKey,
    };
    const judgement = judge(page.caller, page, question, new Date(Date.now() + page.clockBehindMs));
    if (judgement.allowed || judgement.code === 'invalid_request' || judgement.rule === 'people') return [];
    return [{ code: 'not_allowed', rule: judgement.rule }];
  }

  private async requireApplication(name: string): Promise<void> {
    if (!(await this.applications.find(name)))
      throw new BrokerError('not_found', { detail: 'There is no such application.' });
  }
}

function responseOf({ callerId, scopes, createdAt, updatedAt, ...ability }: Ability): AbilityResponse {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { ...ability, caller: callerId, scopes: [...scopes], ...times };
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'The application has no such ability.' });
}

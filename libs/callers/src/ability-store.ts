import { Convoy, type Database, type Transaction } from '@app/database';
import type { Ability, AbilityDraft, CallableAbility } from './ability.js';
import {
  abilitiesOfApplicationSql,
  abilitySql,
  applicationsWithAbilitiesSql,
  callableAbilitiesSql,
  changeAbilitySql,
  insertAbilitySql,
  removeAbilitySql,
} from './sql/abilities.sql.js';

type AbilityKey = Pick<Ability, 'application' | 'abilityKey'>;

/** The rows of `abilities`. */
export class AbilityStore {
  /** Read anew for every call, so that a change holds from the next one; calls that come while a read is under way share the next. */
  private readonly reads = new Convoy<AbilityKey, CallableAbility>((keys) => this.readAll(keys));

  constructor(private readonly database: Database) {}

  async of(application: string): Promise<Ability[]> {
    return this.database.query<Ability & Record<string, unknown>>(abilitiesOfApplicationSql, [application]);
  }

  async find(application: string, abilityKey: string): Promise<Ability | undefined> {
    const [ability] = await this.database.query<Ability & Record<string, unknown>>(abilitySql, [
      application,
      abilityKey,
    ]);
    return ability;
  }

  async toCall(application: string, abilityKey: string): Promise<CallableAbility | undefined> {
    return this.reads.join({ application, abilityKey });
  }

  /** Names of the applications that have any. */
  async applications(): Promise<string[]> {
    const rows = await this.database.query<{ application: string }>(applicationsWithAbilitiesSql);
    return rows.map(({ application }) => application);
  }

  /** Undefined if the application has an ability of this key. */
  async add(tx: Transaction, draft: AbilityDraft): Promise<Ability | undefined> {
    const [ability] = await tx.query<Ability & Record<string, unknown>>(insertAbilitySql, valuesOf(draft));
    return ability;
  }

  /** Undefined if it is gone. */
  async change(tx: Transaction, draft: AbilityDraft): Promise<Ability | undefined> {
    const [ability] = await tx.query<Ability & Record<string, unknown>>(changeAbilitySql, valuesOf(draft));
    return ability;
  }

  /** Undefined if it was gone. */
  async remove(tx: Transaction, application: string, abilityKey: string): Promise<Ability | undefined> {
    const [ability] = await tx.query<Ability & Record<string, unknown>>(removeAbilitySql, [application, abilityKey]);
    return ability;
  }

  private async readAll(keys: readonly AbilityKey[]): Promise<(CallableAbility | undefined)[]> {
    const rows = await this.database.query<CallableAbility & Record<string, unknown>>(callableAbilitiesSql, [
      keys.map(({ application }) => application),
      keys.map(({ abilityKey }) => abilityKey),
    ]);
    const found = new Map(rows.map((row) => [`${row.application}/${row.abilityKey}`, row]));
    return keys.map(({ application, abilityKey }) => found.get(`${application}/${abilityKey}`));
  }
}

function valuesOf(draft: AbilityDraft): unknown[] {
  const { application, abilityKey, callerId, scopes, transport, address, allowPlaintext, timeoutSeconds } = draft;
  return [application, abilityKey, callerId, scopes, transport, address, allowPlaintext, timeoutSeconds];
}

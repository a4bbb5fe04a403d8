import type { AuditEventType, AuditLog } from '@app/audit';
import type { Suspension, SuspensionSubject, Suspensions, SuspensionWord } from '@app/callers';
import type { ListSuspensionsQuery, Page, SuspensionResponse } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';

type OperatorsSubject = Exclude<SuspensionSubject, { kind: 'application_in_organisation' }>;

/** Quarantine of an organisation or a scope: nothing leaves for it, on any replica, from the next hand-out on. */
export class SuspensionActs {
  constructor(
    private readonly database: Database,
    private readonly suspensions: Suspensions,
    private readonly audit: AuditLog,
  ) {}

  async list({ limit, cursor, kind, holds }: ListSuspensionsQuery): Promise<Page<SuspensionResponse>> {
    const [effectiveAt = '', id = ''] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
    const filter = { kind, ...(holds !== undefined && { holds: holds === 'true' }) };
    const after = cursor === undefined ? undefined : { effectiveAt, id };
    const { suspensions, next } = await this.suspensions.page(filter, limit, after);
    return {
      items: suspensions.map(responseOf),
      nextCursor: next ? encodeCursor([next.effectiveAt, next.id]) : null,
    };
  }

  /** Asking for what holds already changes nothing. */
  async suspend(subject: OperatorsSubject, reason: string, act: Act): Promise<SuspensionResponse> {
    const type = subject.kind === 'scope' ? 'scope.suspended' : 'organisation.suspended';
    await this.say(subject, reason, act, type, (tx, word) => this.suspensions.suspend(tx, word));
    return this.answer(subject);
  }

  /** Takes back the operators' word only: what DingTalk has suspended stays so until DingTalk restores it. */
  async resume(subject: OperatorsSubject, reason: string, act: Act): Promise<SuspensionResponse> {
    const type = subject.kind === 'scope' ? 'scope.resumed' : 'organisation.resumed';
    await this.say(subject, reason, act, type, async (tx, word) => {
      if (await this.suspensions.lift(tx, word)) return true;
      throw new BrokerError('conflict', { detail: 'No operator has suspended it.' });
    });
    return this.answer(subject);
  }

  private async say(
    subject: OperatorsSubject,
    reason: string,
    { operator, requestId }: Act,
    type: Extract<AuditEventType, `scope.${string}` | `organisation.${string}`>,
    work: (tx: Transaction, word: SuspensionWord) => Promise<boolean>,
  ): Promise<void> {
    const actor = actorOf({ operator });
    const about = subject.kind === 'scope' ? { scopes: [subject.scope] } : { corpId: subject.corpId };
    await this.database.transaction(async (tx) => {
      if (!(await work(tx, { subject, source: 'operator', actor, reason }))) return;
      await this.audit.append(tx, { type, outcome: 'ok', actor, requestId, ...about, details: { reason } });
    });
  }

  private async answer(subject: OperatorsSubject): Promise<SuspensionResponse> {
    const suspension = await this.suspensions.find(subject, 'operator');
    if (!suspension) throw new Error('A suspension is gone');
    return responseOf(suspension);
  }
}

function responseOf({ effectiveAt, liftedAt, ...suspension }: Suspension): SuspensionResponse {
  return { ...suspension, effectiveAt: effectiveAt.toISOString(), liftedAt: liftedAt?.toISOString() ?? null };
}

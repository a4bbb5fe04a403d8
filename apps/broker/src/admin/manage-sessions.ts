import type { AuditLog } from '@app/audit';
import type { OperatorSessionResponse } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { OperatorSession, OperatorSessions } from '@app/operators';
import { type Act, actorOf } from './act.js';

/** Where operators are signed in, and ending that. */
export class ManageSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: OperatorSessions,
    private readonly audit: AuditLog,
  ) {}

  async list(operatorId: string): Promise<OperatorSessionResponse[]> {
    return (await this.sessions.list(operatorId)).map(responseOf);
  }

  /** On every replica from the next request on. Answers what is left. */
  async end(operatorId: string, sessionId: string, act: Act): Promise<OperatorSessionResponse[]> {
    await this.recorded(act, { operatorId, sessionId }, async (tx) => {
      if (await this.sessions.end(tx, operatorId, sessionId)) return;
      throw new BrokerError('not_found', { detail: 'There is no such session of this operator.' });
    });
    return this.list(operatorId);
  }

  async endAll(operatorId: string, act: Act): Promise<OperatorSessionResponse[]> {
    await this.recorded(act, { operatorId }, (tx) => this.sessions.endAll(tx, operatorId));
    return this.list(operatorId);
  }

  private async recorded(
    { operator, requestId }: Act,
    details: Readonly<Record<string, string>>,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await work(tx);
      const actor = actorOf({ operator });
      await this.audit.append(tx, { type: 'operator.session_ended', outcome: 'ok', actor, requestId, details });
    });
  }
}

function responseOf({ id, signedInAt, lastSeenAt, endsAt }: OperatorSession): OperatorSessionResponse {
  return {
    id,
    signedInAt: signedInAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    endsAt: endsAt.toISOString(),
  };
}

import {
  type AuditEvent,
  type AuditEventType,
  type AuditFilter,
  type AuditLog,
  type AuditReader,
  auditEventTypes,
  auditRecord,
} from '@app/audit';
import type { AuditEventResponse, AuditRecordResponse, ListAuditEventsQuery, Page } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { timedCursor, timedPosition } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';

/** Reading the trail, which is itself recorded: who looked for whom is a question an auditor asks too. */
export class AuditTrail {
  constructor(
    private readonly database: Database,
    private readonly reader: AuditReader,
    private readonly audit: AuditLog,
  ) {}

  async list(
    { limit, cursor, ...query }: ListAuditEventsQuery,
    { operator, requestId }: Act,
  ): Promise<Page<AuditEventResponse>> {
    const filter = filterOf(query);
    const after = timedPosition(cursor);
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'audit.read',
        outcome: 'ok',
        actor: actorOf({ operator }),
        requestId,
        details: { ...query, limit },
      }),
    );
    const { events, next } = await this.reader.page(filter, limit, after);
    return { items: events.map(responseOf), nextCursor: next ? timedCursor(next) : null };
  }

  /** One record, with what proves it. */
  async get(id: string, { operator, requestId }: Act): Promise<AuditRecordResponse> {
    const record = await auditRecord(this.database, id);
    if (!record) throw new BrokerError('not_found', { detail: 'There is no such record, or no longer.' });
    const actor = actorOf({ operator });
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'audit.read', outcome: 'ok', actor, requestId, details: { id } }),
    );
    const { hash, erased, checkpoint, newerId, olderId, ...event } = record;
    return { ...responseOf(event), hash, erased, checkpoint, newerId, olderId };
  }
}

function filterOf({ type, from, to, ...equal }: Omit<ListAuditEventsQuery, 'limit' | 'cursor'>): AuditFilter {
  const types = type?.split(',');
  if (types && !types.every(isEventType)) {
    const reason = `must be some of ${auditEventTypes.join(', ')}, separated by commas`;
    throw BrokerError.invalidRequest([{ pointer: '/type', reason }]);
  }
  return {
    ...equal,
    ...(types && { types: [...new Set(types)] }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { to: new Date(to) }),
  };
}

function isEventType(type: string): type is AuditEventType {
  return (auditEventTypes as readonly string[]).includes(type);
}

function responseOf(event: AuditEvent): AuditEventResponse {
  return {
    ...event,
    occurredAt: event.occurredAt.toISOString(),
    liveUntil: event.liveUntil?.toISOString() ?? null,
    scopes: event.scopes && [...event.scopes],
    details: event.details && { ...event.details },
  };
}

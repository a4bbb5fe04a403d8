import { unifiedAppIdOf } from '../world/application-ids.js';
import { eventKind } from './event.table.js';
import type { Payload } from './payloads.js';

export const eventForms = ['event', 'sync', 'sync_batch'] as const;
/**
 * How an event is written down over HTTP: flat; as the synchronised push an ISV may choose; or as that push arrives at
 * an ISV's callback address, several to a message.
 */
export type EventForm = (typeof eventForms)[number];

export interface EventFacts {
  readonly clientId: string;
  readonly type: string;
  readonly corpId?: string;
  readonly eventId: string;
  /** When it happened, in milliseconds since 1970. */
  readonly bornTime: number;
  readonly payload: Payload;
}

/** The message an HTTP push seals. */
export function httpMessage(event: EventFacts, form: EventForm): object {
  const { type, clientId, corpId, eventId, bornTime, payload } = event;
  if (type === 'check_url') return { EventType: type };
  // The one event that still comes in the words of the first callbacks.
  if (type === 'suite_relieve') {
    return { EventType: type, SuiteKey: clientId, TimeStamp: String(bornTime), AuthCorpId: corpId, ...payload };
  }
  const bizData = { syncAction: type, ...payload };
  const filed = { corp_id: corpId, biz_id: eventId, biz_type: eventKind(type)?.bizType ?? 0 };
  if (form === 'sync') return { ...filed, biz_data: bizData };
  if (form === 'sync_batch') {
    return { EventType: 'SYNC_HTTP_PUSH_HIGH', bizData: [{ ...filed, biz_data: JSON.stringify(bizData) }] };
  }
  return { EventType: type, EventTime: bornTime, CorpId: corpId, BizId: eventId, eventId, ...payload };
}

/** What a Stream frame says of the event outside its data. Every value of a header is a string. */
export function streamHeaders({ clientId, type, corpId, eventId, bornTime }: EventFacts): Record<string, string> {
  return {
    eventType: type,
    eventId,
    ...(corpId !== undefined && { eventCorpId: corpId }),
    eventBornTime: String(bornTime),
    eventUnifiedAppId: unifiedAppIdOf(clientId),
  };
}

import { createHash } from 'node:crypto';
import type { DingTalkEvent } from './dingtalk-event.js';
import { newsOf } from './event-news.js';
import { Fields } from './fields.js';

/** Fit for a log, a metric and a row; anything else has no name. */
const NAME = /^[\w.-]{1,100}$/;
const NAMELESS = 'unnamed';

/** Letters and digits; above all not `-`, which stands for no organisation. */
const CORP_ID = /^[\w$:.+=/-]{2,64}$/;

/** A frame of Stream mode, as far as it says what happened. */
export interface StreamFrame {
  readonly headers?: unknown;
  readonly data?: unknown;
}

/** Stream mode: what identifies the event is in the headers of the frame. https://open.dingtalk.com/document/development/stream-protocol-access-description */
export function eventOfFrame({ headers, data }: StreamFrame, toldAt: Date): DingTalkEvent {
  const envelope = Fields.of(headers);
  const payload = Fields.of(data);
  const event = eventOf(envelope.text('eventType'), payload, {
    id: envelope.text('eventId') ?? hashOf({ headers: withoutDelivery(headers), data }),
    corpId: envelope.text('eventCorpId') ?? payload.text('corpId'),
    bornAt: envelope.time('eventBornTime') ?? payload.time('timeStamp') ?? toldAt,
  });
  return isOfAnotherApplication(envelope, payload) ? { ...event, news: { kind: 'other' } } : event;
}

/** An HTTP push after decryption: one flat object, or the synchronised push of an ISV, which may hold several events. */
export function eventsOfMessage(message: unknown, toldAt: Date): DingTalkEvent[] {
  const fields = Fields.of(message);
  if (fields.has('bizData') && !fields.has('syncAction')) {
    const entries = fields.list('bizData');
    return entries.length > 0 ? entries.map((entry) => synchronised(entry, toldAt)) : [synchronised(message, toldAt)];
  }
  return [flat(message, fields, toldAt)];
}

function flat(message: unknown, fields: Fields, toldAt: Date): DingTalkEvent {
  return eventOf(fields.text('eventType'), fields, {
    id: fields.text('eventId') ?? hashOf(message),
    corpId: fields.text('authCorpId', 'corpId', 'eventCorpId'),
    bornAt: fields.time('eventTime', 'eventBornTime', 'timeStamp') ?? toldAt,
  });
}

/** `biz_data` is an object in one description and JSON text in another. */
function synchronised(entry: unknown, toldAt: Date): DingTalkEvent {
  const outer = Fields.of(entry);
  const payload = outer.object('bizData');
  return eventOf(payload.text('syncAction'), payload, {
    id: hashOf(entry),
    corpId: outer.text('corpId'),
    bornAt: outer.time('gmtModified', 'gmtCreate') ?? payload.time('timeStamp') ?? toldAt,
  });
}

interface Envelope {
  readonly id: string;
  readonly corpId: string | undefined;
  readonly bornAt: Date;
}

function eventOf(type: string | undefined, payload: Fields, { id, corpId, bornAt }: Envelope): DingTalkEvent {
  const name = type !== undefined && NAME.test(type) ? type : NAMELESS;
  // An authorisation names its organisation inside, too, and outside not everywhere.
  const organisation = corpId ?? payload.object('authCorpInfo').text('corpId');
  return {
    id: NAME.test(id) ? id : hashOf(id),
    type: name,
    corpId: organisation !== undefined && CORP_ID.test(organisation) ? organisation : null,
    bornAt,
    news: newsOf(name, payload),
  };
}

/** The state of an application is told to whoever asked for the event, with the id of the application that it is about. */
function isOfAnotherApplication(envelope: Fields, payload: Fields): boolean {
  const [told, about] = [envelope.text('eventUnifiedAppId'), payload.text('unifiedAppId')];
  return told !== undefined && about !== undefined && told !== about;
}

/** Of the same content always the same, so that what is told again is known again. */
function hashOf(content: unknown): string {
  return `sha256.${createHash('sha256')
    .update(JSON.stringify(content) ?? '')
    .digest('hex')}`;
}

/** Without what is new each time a frame is delivered. */
function withoutDelivery(headers: unknown): unknown {
  if (typeof headers !== 'object' || headers === null) return headers;
  const { messageId: _, time: __, connectionId: ___, ...rest } = headers as Record<string, unknown>;
  return rest;
}

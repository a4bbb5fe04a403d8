import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DingTalkEvent } from './dingtalk-event.js';
import { eventOfFrame, eventsOfMessage } from './event-envelope.js';

const born = 1_795_000_000_000;
const bornAt = new Date(born);
const toldAt = new Date(born + 60_000);
const corpId = 'dinghangzhou0001';

const frame = (eventType: string, data: object, headers: object = {}) => ({
  headers: {
    topic: '*',
    messageId: 'm-1',
    time: String(born + 5),
    eventType,
    eventId: 'e-1',
    eventCorpId: corpId,
    eventBornTime: String(born),
    eventUnifiedAppId: 'our-application',
    ...headers,
  },
  data: JSON.stringify(data),
});
const flat = (EventType: string, payload: object) => ({
  EventType,
  EventTime: born,
  CorpId: corpId,
  BizId: 'b-1',
  eventId: 'e-1',
  ...payload,
});
const entry = (syncAction: string, payload: object) => ({
  corp_id: corpId,
  biz_id: 'b-1',
  biz_type: 13,
  gmt_modified: born,
  biz_data: { syncAction, ...payload },
});

const internalLeave = { timeStamp: String(born), userId: ['zhangsan', 'lisi'] };
const isvLeave = { unionid: 'union-1', dingId: '$:LWCP_v1:$x', userId: 'zhangsan' };
const modified = { timeStamp: String(born), diffInfo: { prev: {}, curr: {}, userid: 'lisi' }, userId: ['lisi'] };
const installed = {
  authCorpInfo: { corpid: corpId },
  permanentCode: 'a-secret-nobody-needs',
  authUserInfo: { userId: 'manager1' },
  authInfo: { agent: [{ agentid: 1 }] },
};
const status = (word: string) => ({
  eventId: 'e-1',
  operatorUnionId: 'u',
  unifiedAppId: 'our-application',
  status: word,
});

// biome-ignore format: a table is read by its columns
const rows: [type: string, form: string, payload: object, news: object][] = [
  ['user_leave_org',             'internal', internalLeave,           { kind: 'people_left', userIds: ['zhangsan', 'lisi'], unionIds: [] }],
  ['user_leave_org',             'ISV',      isvLeave,                { kind: 'people_left', userIds: ['zhangsan'], unionIds: ['union-1'] }],
  ['user_leave_org',             'old',      { UserId: ['lisi'] },    { kind: 'people_left', userIds: ['lisi'], unionIds: [] }],
  ['user_leave_org',             'numbers',  { userId: [4711, 4711] },{ kind: 'people_left', userIds: ['4711'], unionIds: [] }],
  ['user_modify_org',            'internal', modified,                { kind: 'people_changed', userIds: ['lisi'], unionIds: [] }],
  ['user_modify_org',            'ISV',      { userid: 'lisi', unionid: 'u-2', name: 'x' }, { kind: 'people_changed', userIds: ['lisi'], unionIds: ['u-2'] }],
  ['user_active_org',            'both',     { userId: ['lisi'] },    { kind: 'people_active' }],
  ['org_remove',                 'both',     {},                      { kind: 'organisation_removed' }],
  ['org_suite_auth',             'ISV',      installed,               { kind: 'application_installed' }],
  ['org_suite_change',           'ISV',      installed,               { kind: 'authorization_changed' }],
  ['org_suite_relieve',          'ISV',      {},                      { kind: 'application_removed' }],
  ['org_micro_app_stop',         'ISV',      { agentId: 7 },          { kind: 'application_stopped' }],
  ['org_micro_app_restore',      'ISV',      { agentId: '7' },        { kind: 'application_restored' }],
  ['org_micro_app_remove',       'ISV',      { agentId: 7 },          { kind: 'application_removed' }],
  ['org_micro_app_scope_update', 'ISV',      { agentId: 7 },          { kind: 'authorization_changed' }],
  ['inner_app_status_change',    'disabled', status('disable'),       { kind: 'application_stopped' }],
  ['inner_app_status_change',    'enabled',  status('enable'),        { kind: 'application_restored' }],
  ['inner_app_status_change',    'unknown',  status('renamed'),       { kind: 'other' }],
  ['chat_update_title',          'unknown',  { chatId: 'c' },         { kind: 'other' }],
];

const told = (type: string, news: object) => ({ id: 'e-1', type, corpId, bornAt, news });
const json = ({ news, ...event }: DingTalkEvent) => ({ ...event, news: JSON.parse(JSON.stringify(news)) as object });

describe('an event of DingTalk', () => {
  it.each(rows)('%s (%s) is read from a Stream frame', (type, _form, payload, news) => {
    expect(eventOfFrame(frame(type, payload), toldAt)).toEqual(told(type, news));
  });

  it.each(rows)('%s (%s) is read from an HTTP push', (type, _form, payload, news) => {
    expect(eventsOfMessage(flat(type, payload), toldAt)).toEqual([told(type, news)]);
  });

  it.each(rows)('%s (%s) is read from a synchronised push, alone and among others', (type, _form, payload, news) => {
    const known = { ...told(type, news), id: expect.stringMatching(/^sha256\.[0-9a-f]{64}$/) };
    expect(eventsOfMessage(entry(type, payload), toldAt)).toEqual([known]);
    const asText = { ...entry(type, payload), biz_data: JSON.stringify({ syncAction: type, ...payload }) };
    const batch = { EventType: 'SYNC_HTTP_PUSH_HIGH', bizData: [asText, entry('org_remove', {})] };
    expect(eventsOfMessage(batch, toldAt)).toEqual([known, expect.objectContaining({ type: 'org_remove' })]);
  });

  it('is read from the first form of a removal, which has neither id nor the usual names', () => {
    const message = { EventType: 'suite_relieve', SuiteKey: 'suite1', TimeStamp: String(born), AuthCorpId: corpId };
    const [event] = eventsOfMessage(message, toldAt);
    expect(event).toMatchObject({ type: 'suite_relieve', corpId, bornAt, news: { kind: 'application_removed' } });
    expect(eventsOfMessage({ ...message }, new Date(0))).toEqual([event]);
    expect(eventsOfMessage({ ...message, TimeStamp: String(born + 1) }, toldAt)[0]?.id).not.toBe(event?.id);
  });

  it('that carries a suite ticket keeps it from being printed, in each form', () => {
    const payload = { suiteTicket: 'ticket-that-must-not-be-printed' };
    const events = [
      eventOfFrame(frame('suite_ticket', payload), toldAt),
      ...eventsOfMessage(flat('suite_ticket', payload), toldAt),
      ...eventsOfMessage(entry('suite_ticket', payload), toldAt),
    ];
    for (const { news } of events) {
      expect(news.kind === 'suite_ticket' && news.ticket.reveal()).toBe(payload.suiteTicket);
    }
    expect(JSON.stringify(events)).not.toContain(payload.suiteTicket);
    expect(JSON.stringify(events.map(json))).not.toContain(payload.suiteTicket);
  });

  it('that tries the address is no more than that', () => {
    expect(eventsOfMessage({ EventType: 'check_url' }, toldAt)).toMatchObject([{ news: { kind: 'check' } }]);
  });

  it('about the state of another application does not stop ours', () => {
    const about = { ...status('disable'), unifiedAppId: 'somebody-elses' };
    expect(eventOfFrame(frame('inner_app_status_change', about), toldAt).news).toEqual({ kind: 'other' });
  });

  it('without an id keeps one through every delivery of the same frame', () => {
    const first = frame('org_remove', {}, { eventId: undefined });
    const again = { ...first, headers: { ...first.headers, messageId: 'm-2', time: String(born + 60_000) } };
    expect(eventOfFrame(again, toldAt).id).toBe(eventOfFrame(first, toldAt).id);
  });

  it('names its organisation inside where it does not outside', () => {
    const message = {
      EventType: 'org_suite_auth',
      EventTime: String(Math.floor(born / 1000)),
      authCorpInfo: { corpid: corpId },
    };
    expect(eventsOfMessage(message, toldAt)).toMatchObject([{ corpId, bornAt }]);
  });

  it('cannot name the organisation of applications that have none', () => {
    expect(eventsOfMessage({ ...flat('org_remove', {}), CorpId: '-' }, toldAt)[0]?.corpId).toBeNull();
  });

  it('is something, whatever JSON it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
        const events = [
          eventOfFrame({ headers: first, data: second }, toldAt),
          ...eventsOfMessage(first, toldAt),
          ...eventsOfMessage({ EventType: 'user_leave_org', userId: first, bizData: second }, toldAt),
        ];
        for (const { id, type, bornAt, news } of events) {
          expect(id).toMatch(/^[\w.-]{1,100}$/);
          expect(type).toMatch(/^[\w.-]{1,100}$/);
          expect(bornAt.getTime()).not.toBeNaN();
          expect(news.kind).toMatch(/^[a-z_]+$/);
        }
      }),
    );
  });
});

import { operations, points, type ScopeDomain, undocumented } from './rows.js';

const CALENDAR = '/calendars/{calendarId}';
const EVENT = `${CALENDAR}/events/{eventId}`;

/**
 * In the paths `{userId}` is the unionId. The pages name the user token for personal applications and the app token for the others;
 * whether the user token of an internal application is accepted is written nowhere.
 */
export const calendar: ScopeDomain = {
  scopes: points([
    ['Calendar.Event.Read', 'both', 'rpc', '获取你的日程信息', 'Read your calendar events', 'KB 0010, 0250'],
    ['Calendar.Event.Write', 'both', 'rpc', '写入你的日程信息', 'Write your calendar events', 'KB 0010, 0250'],
    [
      'Calendar.EventSchedule.Read',
      'both',
      'rpc',
      '获取你的日程闲忙信息',
      'Read when you are free or busy',
      'KB 0260, DP self_to_upstream',
    ],
    ['Calendar.Calendar.Read', 'both', 'rpc', '获取你的日历信息', 'Read your calendars', 'KB 0265'],
    ['Calendar.Calendar.Write', 'both', 'rpc', '写入你的日历信息', 'Write your calendars', 'KB 0262'],
    ['Calendar.Acl.Read', 'both', 'rpc', '获取你的日历访问权限', 'Read who may see your calendars', 'KB 0249'],
    ['Calendar.Acl.Write', 'both', 'rpc', '写入你的日历访问权限', 'Change who may see your calendars', 'KB 0247'],
  ]),
  operations: [
    ...operations(
      'accepted',
      [
        ['POST', `${CALENDAR}/events`, 'Calendar.Event.Write', 'KB 0250'],
        ['GET', `${CALENDAR}/events`, 'Calendar.Event.Read', 'KB 0254'],
        ['GET', EVENT, 'Calendar.Event.Read', 'KB 0253'],
        ['PUT', EVENT, 'Calendar.Event.Write', 'KB 0252'],
        ['DELETE', EVENT, 'Calendar.Event.Write', 'KB 0251'],
        ['GET', `${CALENDAR}/eventsview`, 'Calendar.Event.Read', 'KB 0255'],
        ['POST', `${EVENT}/attendees`, 'Calendar.Event.Write', 'KB 0256'],
        ['GET', `${EVENT}/attendees`, 'Calendar.Event.Read', 'KB 0259'],
        ['POST', `${EVENT}/attendees/batchRemove`, 'Calendar.Event.Write', 'KB 0257'],
        ['POST', `${EVENT}/respond`, 'Calendar.Event.Write', 'KB 0258'],
        ['GET', `${EVENT}/signin`, 'Calendar.Event.Read', 'KB 0268'],
        ['POST', `${EVENT}/signin`, 'Calendar.Event.Write', 'KB 0270'],
        ['GET', `${EVENT}/signOut`, 'Calendar.Event.Read', 'KB 0269'],
        ['POST', `${EVENT}/signOut`, 'Calendar.Event.Write', 'KB 0271'],
        ['GET', `${EVENT}/signInLinks`, 'Calendar.Event.Write', 'KB 0272'],
        ['GET', `${EVENT}/signOutLinks`, 'Calendar.Event.Write', 'KB 0273'],
        ['POST', '/querySchedule', 'Calendar.EventSchedule.Read', 'KB 0260'],
        ['GET', '/calendars', 'Calendar.Event.Read', 'KB 0261'],
        ['POST', `${CALENDAR}/subscribe`, 'Calendar.Calendar.Write', 'KB 0262'],
        ['POST', `${CALENDAR}/unsubscribe`, 'Calendar.Calendar.Write', 'KB 0263'],
        ['POST', '/subscribedCalendars', 'Calendar.Calendar.Write', 'KB 0264'],
        ['GET', '/subscribedCalendars/{calendarId}', 'Calendar.Calendar.Read', 'KB 0265'],
        ['PUT', '/subscribedCalendars/{calendarId}', 'Calendar.Calendar.Write', 'KB 0266'],
        ['DELETE', '/subscribedCalendars/{calendarId}', 'Calendar.Calendar.Write', 'KB 0267'],
        ['POST', `${CALENDAR}/acls`, 'Calendar.Acl.Write', 'KB 0247'],
        ['GET', `${CALENDAR}/acls`, 'Calendar.Acl.Read', 'KB 0249'],
        ['DELETE', `${CALENDAR}/acls/{aclId}`, 'Calendar.Acl.Write', 'KB 0248'],
      ],
      '/v1.0/calendar/users/{userId}',
    ),
    ...undocumented('calendar_1_0', [
      ['POST', '/v1.0/calendar/me/calendars/{calendarId}/events'],
      ['GET', '/v1.0/calendar/me/calendars/{calendarId}/eventsview'],
      ['POST', '/v1.0/calendar/me/schedules/query'],
    ]),
  ],
};

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Store, Table } from '../store/store.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Clock } from '../world/clock.js';
import type { Person } from '../world/directory.js';
import type { Identities } from '../world/identities.js';
import { apiErrors } from './api-error.js';
import { fieldsOf } from './fields.js';
import type { Gatekeeper } from './gatekeeper.js';

const moment = z.object({
  /** Whole day, `2026-11-20`. */
  date: z.iso.date().optional(),
  dateTime: z.iso.datetime({ offset: true }).optional(),
  timeZone: z.string().optional(),
});

const eventSchema = z.object({
  summary: z.string().min(1).max(2048),
  description: z.string().max(5000).optional(),
  start: moment,
  end: moment.optional(),
  isAllDay: z.boolean().default(false),
  location: z.object({ displayName: z.string().optional() }).optional(),
  attendees: z
    .array(z.object({ id: z.string(), isOptional: z.boolean().optional() }))
    .max(500)
    .optional(),
});

export interface CalendarEvent extends z.output<typeof eventSchema> {
  readonly id: string;
  readonly person: string;
  readonly clientId: string;
  readonly calendarId: string;
  readonly createTime: string;
  readonly updateTime: string;
}

export interface EventWindow {
  readonly timeMin?: string;
  readonly timeMax?: string;
  readonly maxResults?: string;
  readonly nextToken?: string;
}

const DAY = 86_400_000;
const EVENTS_PER_DAY = 100;

/** Calendar events and free/busy times of one person at a time. */
export class Calendars {
  private readonly table: Table<CalendarEvent>;
  /** Events by the idempotency header they were created with, for one day. */
  private readonly byClientToken: Table<{ eventId: string; at: number }>;

  constructor(
    store: Store,
    private readonly gatekeeper: Gatekeeper,
    private readonly identities: Identities,
    private readonly clock: Clock,
  ) {
    this.table = store.table('events');
    this.byClientToken = store.table('eventClientTokens');
  }

  of(person?: string): CalendarEvent[] {
    return this.table.values().filter((event) => (person ?? event.person) === event.person);
  }

  create(token: string | undefined, userId: string, calendarId: string, body?: ReceivedBody, clientToken?: string) {
    const { person, clientId } = this.open(token, userId, 'Calendar.Event.Write');
    const repeatKey = clientToken && `${clientId} ${person.key} ${clientToken}`;
    const repeated = repeatKey && this.byClientToken.get(repeatKey);
    const earlier = repeated && repeated.at > this.clock.now() - DAY ? this.table.get(repeated.eventId) : undefined;
    if (earlier) return this.shown(earlier, userId);
    const event = this.draft(person, clientId, calendarId, fieldsOf(body));
    this.table.set(event.id, event);
    if (repeatKey) this.byClientToken.set(repeatKey, { eventId: event.id, at: this.clock.now() });
    return this.shown(event, userId);
  }

  list(token: string | undefined, userId: string, calendarId: string, window: EventWindow) {
    const { person } = this.open(token, userId, 'Calendar.Event.Read');
    const from = readTime('timeMin', window.timeMin) ?? Number.NEGATIVE_INFINITY;
    const to = readTime('timeMax', window.timeMax) ?? Number.POSITIVE_INFINITY;
    const events = this.of(person.key)
      .filter((event) => event.calendarId === calendarId && startOf(event) < to && endOf(event) > from)
      .sort((a, b) => startOf(a) - startOf(b));
    const first = Number(window.nextToken ?? 0) || 0;
    const next = first + Math.min(Math.max(Number(window.maxResults ?? 100) || 100, 1), 100);
    return {
      events: events.slice(first, next).map((event) => this.shown(event, userId)),
      nextToken: next < events.length ? String(next) : undefined,
    };
  }

  /** `POST …/querySchedule`: when the given people are busy, without saying why. */
  busyTimes(token: string | undefined, userId: string, body: ReceivedBody | undefined) {
    const { application } = this.open(token, userId, 'Calendar.EventSchedule.Read');
    const { userIds, startTime, endTime } = readScheduleQuery(fieldsOf(body));
    const scheduleInformation = userIds.map((unionId) => {
      const person = this.identities.personByUnionId(application, unionId);
      if (!person) return { userId: unionId, error: 'user not found', scheduleItems: [] };
      const busy = this.of(person.key).filter((event) => startOf(event) < endTime && endOf(event) > startTime);
      return {
        userId: unionId,
        scheduleItems: busy.map((event) => ({
          status: 'BUSY',
          start: event.start,
          end: event.end ?? { dateTime: new Date(endOf(event)).toISOString() },
        })),
      };
    });
    return { scheduleInformation };
  }

  /** `userId` in calendar paths means the unionId. A person's token opens that person's calendars only. */
  private open(token: string | undefined, userId: string, point: string) {
    const bearer = this.gatekeeper.admit(token, point);
    const { application } = bearer;
    const own = bearer.kind === 'user' ? bearer.person : undefined;
    const person = userId === 'me' ? own : this.identities.personByUnionId(application, userId);
    if (!person || (own && own.key !== person.key)) throw apiErrors.userNotFound();
    return { application, clientId: application.clientId, person };
  }

  private draft(person: Person, clientId: string, calendarId: string, fields: Record<string, unknown>): CalendarEvent {
    const now = this.clock.now();
    const today = this.of(person.key).filter((event) => Date.parse(event.createTime) > now - DAY);
    if (today.length >= EVENTS_PER_DAY) throw apiErrors.flowLimit();
    for (const name of ['summary', 'start']) if (fields[name] === undefined) throw apiErrors.missing(name);
    const parsed = eventSchema.safeParse(fields);
    if (!parsed.success) throw apiErrors.invalid(String(parsed.error.issues[0]?.path[0] ?? 'body'));
    const time = new Date(now).toISOString();
    const ids = { id: randomUUID().replaceAll('-', ''), person: person.key, clientId, calendarId };
    return { ...parsed.data, ...ids, createTime: time, updateTime: time };
  }

  private shown({ person: _, clientId: __, calendarId: ___, ...event }: CalendarEvent, organiser: string) {
    return { ...event, status: 'confirmed', organizer: { id: organiser, responseStatus: 'accepted', self: true } };
  }
}

const instant = ({ date, dateTime }: z.output<typeof moment>): number => Date.parse(dateTime ?? date ?? '') || 0;
const startOf = (event: CalendarEvent): number => instant(event.start);
/** Without an end an event lasts the hour, or the whole day. */
const endOf = (event: CalendarEvent): number =>
  event.end ? instant(event.end) : startOf(event) + (event.isAllDay ? DAY : 3_600_000);

function readTime(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw apiErrors.invalid(name);
  return time;
}

function readScheduleQuery(fields: Record<string, unknown>) {
  const userIds = z.array(z.string()).min(1).max(20).safeParse(fields.userIds);
  if (!userIds.success)
    throw fields.userIds === undefined ? apiErrors.missing('userIds') : apiErrors.invalid('userIds');
  const startTime = readTime('startTime', fields.startTime);
  const endTime = readTime('endTime', fields.endTime);
  if (startTime === undefined) throw apiErrors.missing('startTime');
  if (endTime === undefined) throw apiErrors.missing('endTime');
  return { userIds: userIds.data, startTime, endTime };
}

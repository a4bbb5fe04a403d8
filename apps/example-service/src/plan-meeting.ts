import type { HandleRequest, TokenBrokerClient } from '@app/client';
import { answerOf } from './dingtalk-answer.js';

const MEETING_MS = 30 * 60_000;

export interface Meeting {
  /** DingTalk's id of the person in the organisation. */
  readonly userId: string;
  readonly subject: string;
  readonly startsAt: Date;
}

/** With the person's own token, or through the broker's gateway with a handle that carries two scopes and nothing else. */
export type Way = 'token' | 'handle';

export interface PlannedMeeting {
  readonly todoId: string;
  readonly eventId: string;
}

interface Settings {
  readonly broker: TokenBrokerClient;
  readonly dingtalkUrl: string;
  readonly application: string | undefined;
}

interface Json {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Puts a to-do and a calendar event into DingTalk for one person. */
export class PlanMeeting {
  constructor(private readonly settings: Settings) {}

  /** Throws `TokenBrokerError`, `consent_required` among them, and `DingTalkRefused`. */
  async execute({ userId, subject, startsAt }: Meeting, way: Way, signal?: AbortSignal): Promise<PlannedMeeting> {
    const request: HandleRequest = {
      ...(this.settings.application !== undefined && { application: this.settings.application }),
      userId,
      scopes: ['Todo.PersonalTodo.Write', 'Calendar.Event.Write'],
      purpose: `plan a meeting: ${subject}`.slice(0, 200),
    };
    const send = way === 'token' ? this.withToken : this.throughGateway;
    const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
      const headers = { 'content-type': 'application/json' };
      return answerOf(path, await send(request, path, { method: 'POST', headers, body: JSON.stringify(body) }, signal));
    };
    const todo = await post('/v1.0/todo/users/me/personalTasks', { subject, dueTime: startsAt.getTime() });
    const event = await post('/v1.0/calendar/users/me/calendars/primary/events', {
      summary: subject,
      start: momentOf(startsAt),
      end: momentOf(new Date(startsAt.getTime() + MEETING_MS)),
    });
    return { todoId: String(todo.taskId), eventId: String(event.id) };
  }

  /** This process sees the token, and answers for what it does with it. */
  private readonly withToken = (
    request: HandleRequest,
    path: string,
    { headers, ...init }: Json,
    signal?: AbortSignal,
  ) =>
    this.settings.broker.withToken(
      request,
      (token) =>
        fetch(`${this.settings.dingtalkUrl}${path}`, {
          ...init,
          headers: { ...headers, ...token.headers() },
          signal: AbortSignal.any([AbortSignal.timeout(30_000), ...(signal ? [signal] : [])]),
        }),
      { signal },
    );

  /** This process never sees a token. */
  private readonly throughGateway = (request: HandleRequest, path: string, init: Json, signal?: AbortSignal) =>
    this.settings.broker.callDingTalk(request, path, init, { signal });
}

const momentOf = (time: Date) => ({ dateTime: time.toISOString(), timeZone: 'Asia/Shanghai' });

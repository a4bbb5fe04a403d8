import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TokenBrokerError } from '@app/client';
import { DingTalkRefused } from './dingtalk-answer.js';
import { bodyOf, Malformed } from './json-body.js';
import type { Meeting, PlanMeeting, Way } from './plan-meeting.js';
import type { Skill } from './skill.js';

/** `POST /meetings`, and with a skill what an AI assistant asks for. */
export function serve(planMeeting: PlanMeeting, skill: Skill | undefined): Server {
  return createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    const answerWith = (status: number, work: Promise<object>) =>
      work.then(
        (body) => answer(status, body),
        (error: unknown) => answer(...problemOf(error)),
      );
    switch (`${request.method} ${request.url}`) {
      case 'POST /meetings':
        return answerWith(201, plan(planMeeting, request, response));
      case 'POST /skill/todos':
        if (!skill) return answer(404, { error: 'not_found' });
        if (!skill.knows(request)) return answer(401, { error: 'unauthenticated' });
        return answerWith(200, skill.execute(request, leftOf(response)));
      case 'GET /skill.yaml':
        if (!skill) return answer(404, { error: 'not_found' });
        return response.writeHead(200, { 'content-type': 'application/yaml; charset=utf-8' }).end(skill.openapi);
      default:
        return answer(404, { error: 'not_found' });
    }
  });
}

async function plan(planMeeting: PlanMeeting, request: IncomingMessage, response: ServerResponse) {
  const { way, ...meeting } = meetingIn(await bodyOf(request));
  return { ...(await planMeeting.execute(meeting, way, leftOf(response))), via: way };
}

/** Nobody waits any more. */
function leftOf(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort());
  return left.signal;
}

/** What the broker says is for different people: the person, whoever looks after this service, or nobody but time. */
function problemOf(error: unknown): [number, object] {
  if (error instanceof Malformed) return [400, { error: 'invalid_request', detail: error.message }];
  if (error instanceof DingTalkRefused) return [502, { error: 'dingtalk_refused', detail: error.message }];
  if (!(error instanceof TokenBrokerError)) return [500, { error: 'internal_error' }];
  const { outcome, remedy, requestId } = error;
  if ('consentUrl' in outcome) return [403, { error: outcome.code, consentUrl: outcome.consentUrl }];
  return [remedy === 'wait' ? 503 : 500, { error: outcome.code, remedy, requestId }];
}

function meetingIn({ userId, subject, startsAt, via = 'token' }: Record<string, unknown>): Meeting & { way: Way } {
  const time = new Date(String(startsAt));
  if (typeof userId !== 'string' || userId === '') throw new Malformed('userId is missing');
  if (typeof subject !== 'string' || subject === '') throw new Malformed('subject is missing');
  if (Number.isNaN(time.getTime())) throw new Malformed('startsAt is no time');
  if (via !== 'token' && via !== 'handle') throw new Malformed('via is token or handle');
  return { userId, subject, startsAt: time, way: via };
}

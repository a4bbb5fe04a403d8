import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TokenBrokerError } from '@app/client';
import { DingTalkRefused, type Meeting, type PlanMeeting, type Way } from './plan-meeting.js';

const BODY_BYTES_MAX = 16 * 1024;

/** `POST /meetings`, and nothing else. */
export function serve(planMeeting: PlanMeeting): Server {
  return createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.method !== 'POST' || request.url !== '/meetings') return answer(404, { error: 'not_found' });
    plan(planMeeting, request, response).then(
      (planned) => answer(201, planned),
      (error: unknown) => answer(...problemOf(error)),
    );
  });
}

async function plan(planMeeting: PlanMeeting, request: IncomingMessage, response: ServerResponse) {
  const { way, ...meeting } = meetingIn(await bodyOf(request));
  const left = new AbortController();
  response.once('close', () => left.abort());
  return { ...(await planMeeting.execute(meeting, way, left.signal)), via: way };
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

class Malformed extends Error {}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Malformed('the body is too long');
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Malformed('the body is not a JSON object');
}

function meetingIn({ userId, subject, startsAt, via = 'token' }: Record<string, unknown>): Meeting & { way: Way } {
  const time = new Date(String(startsAt));
  if (typeof userId !== 'string' || userId === '') throw new Malformed('userId is missing');
  if (typeof subject !== 'string' || subject === '') throw new Malformed('subject is missing');
  if (Number.isNaN(time.getTime())) throw new Malformed('startsAt is no time');
  if (via !== 'token' && via !== 'handle') throw new Malformed('via is token or handle');
  return { userId, subject, startsAt: time, way: via };
}

import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Host } from '../traffic/operations.table.js';
import type { FaultName } from './fault.table.js';

/** DingTalk itself gives a connection up after a while; nobody should have to wait longer than this. */
const NO_ANSWER_MS = 150_000;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json;charset=utf-8',
  body: JSON.stringify(body),
});
const html = (status: number, title: string): Answer => ({
  status,
  type: 'text/html;charset=utf-8',
  body: `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center><hr></body></html>`,
});

/** What the caller gets instead of an answer. The legacy host says the same with HTTP 200 and a number. */
function answerFor(name: FaultName, host: Host, requestid: string): Answer | undefined {
  const refuse = (status: number, code: string, message: string, errcode: number) =>
    host === 'oapi'
      ? json(200, { errcode, errmsg: message, request_id: requestid })
      : json(status, { code, message, requestid });
  switch (name) {
    case 'error_500_json':
      return refuse(500, 'system.busy', '系统繁忙', -1);
    case 'error_500_html':
      return html(500, '500 Internal Server Error');
    case 'gateway_504':
      return html(504, '504 Gateway Time-out');
    case 'qps_403':
      return refuse(403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '应用调用该接口过于频繁', 90018);
    case 'rate_429':
      return refuse(429, 'system.busy', '系统繁忙，请稍后再试', 90002);
    case 'ip_ban':
      return json(200, { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: randomUUID() });
    default:
      return undefined;
  }
}

/** Ends a call without processing it. */
export async function breakBefore(name: FaultName, host: Host, request: FastifyRequest, reply: FastifyReply) {
  const answer = answerFor(name, host, request.id);
  if (answer) return reply.code(answer.status).header('content-type', answer.type).send(answer.body);
  reply.hijack();
  if (name === 'reset_connection') request.raw.socket.resetAndDestroy();
  else hang(request);
  return reply;
}

function hang({ raw: { socket } }: FastifyRequest): void {
  const timer = setTimeout(() => socket.destroy(), NO_ANSWER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}

/** Whether a fault of the finished answer can show on this one. */
export function appliesTo(name: FaultName, operation: string, host: Host, status: number): boolean {
  if (name === 'error_upper_case_keys') return host === 'api' && status >= 400;
  if (name === 'refresh_without_corp_id') return operation === 'userAccessToken.refresh' && status === 200;
  return true;
}

const upperCase: Record<string, string> = {
  code: 'Code',
  message: 'Message',
  requestid: 'RequestId',
  accessdenieddetail: 'AccessDeniedDetail',
};

/** Spoils an answer after the call was processed: whatever the call changed stays changed. */
export function breakAfter(name: FaultName, request: FastifyRequest, payload: string): string {
  if (name === 'truncated_json') return payload.slice(0, Math.floor(payload.length / 2));
  if (name === 'drop_answer') {
    request.raw.socket.resetAndDestroy();
    return payload;
  }
  const fields = Object.entries(JSON.parse(payload) as Record<string, unknown>);
  const changed =
    name === 'refresh_without_corp_id'
      ? fields.filter(([key]) => key !== 'corpId')
      : fields.map(([key, value]) => [upperCase[key] ?? key, value] as const);
  return JSON.stringify(Object.fromEntries(changed));
}

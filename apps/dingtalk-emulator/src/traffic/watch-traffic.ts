import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { appliesTo, breakAfter, breakBefore } from '../faults/break-answer.js';
import type { Call, Faults } from '../faults/faults.js';
import type { AppTokens } from '../tokens/app-tokens.js';
import type { UserTokens } from '../tokens/user-tokens.js';
import type { Applications } from '../world/applications.js';
import type { Counters } from './counters.js';
import { type Host, hostOf, operationOf } from './operations.table.js';
import { anyFields, type ReceivedBody } from './received-body.js';

/** Calls without a client id we know are counted together, so that nonsense cannot grow the counters. */
export const UNKNOWN_CLIENT = '(unknown)';

interface WatchedCall extends Call {
  readonly host: Host;
  counted: boolean;
}

/** Names every call to a DingTalk host, counts it, and lets the switched-on faults strike it. */
export class TrafficWatch {
  private readonly calls = new WeakMap<FastifyRequest, WatchedCall>();

  constructor(
    private readonly counters: Counters,
    private readonly faults: Faults,
    private readonly applications: Applications,
    private readonly userTokens: UserTokens,
    private readonly appTokens: AppTokens,
  ) {}

  attach(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => {
      const host = hostOf(pathOf(request));
      if (host === 'api') {
        reply.headers({ server: 'DingTalk/1.0.0', 'x-acs-request-id': request.id, 'x-acs-trace-id': traceId() });
      }
      if (host === 'api' || host === 'oapi') reply.header('content-type', 'application/json;charset=utf-8');
    });
    fastify.addHook('preHandler', async (request, reply) => {
      const call = this.identify(request);
      if (!call) return;
      this.calls.set(request, call);
      this.counters.called(call.operation, call.clientId);
      const delay = this.faults.strike('delay', call);
      if (delay) await wait(delay.delayMs, undefined, { ref: false });
      const fault = this.faults.strike('before', call);
      if (!fault) return;
      this.count(call, 'faults');
      await breakBefore(fault.name, call.host, request, reply);
    });
    fastify.addHook('onSend', async (request, reply, payload: unknown) => {
      const call = this.calls.get(request);
      if (!call || call.counted) return payload;
      // A redirect has no body at all.
      const text = typeof payload === 'string' ? payload : '';
      const outcome = outcomeOf(call.host, reply.statusCode, text);
      const processed = { ...call, outcome };
      const hold = this.faults.strike('hold', processed);
      if (hold) await this.faults.held.hold(request.raw.socket, hold.delayMs);
      const fault = this.faults.strike('after', processed, (name) =>
        appliesTo(name, call.operation, call.host, reply.statusCode),
      );
      this.count(call, fault ? 'faults' : outcome);
      return fault ? breakAfter(fault.name, request, text) : payload;
    });
  }

  private count(call: WatchedCall, how: 'ok' | 'refused' | 'faults'): void {
    call.counted = true;
    this.counters.ended(call.operation, call.clientId, how);
  }

  private identify(request: FastifyRequest): WatchedCall | undefined {
    const path = pathOf(request);
    const body = request.body as ReceivedBody | undefined;
    const operation = operationOf(request.method, path, body);
    if (operation === undefined) return undefined;
    return { operation, host: hostOf(path), clientId: this.clientOf(request, body), counted: false };
  }

  private clientOf({ query, headers }: FastifyRequest, body: ReceivedBody | undefined): string {
    const fields = { ...anyFields(body), ...(query as Record<string, unknown>) };
    const named =
      fields.clientId ?? fields.client_id ?? fields.appKey ?? fields.suiteKey ?? fields.appkey ?? fields.appid;
    const token = String(headers['x-acs-dingtalk-access-token'] ?? fields.access_token ?? '');
    const clientId = named ?? (this.userTokens.find(token) ?? this.appTokens.find(token))?.clientId;
    return this.applications.find(String(clientId))?.clientId ?? UNKNOWN_CLIENT;
  }
}

export const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? url;

/** Request ids are upper-case UUIDs, trace ids shorter and lower-case. */
export const requestId = (): string => randomUUID().toUpperCase();
const traceId = (): string => randomUUID().replaceAll('-', '');

/** The legacy host refuses with HTTP 200; its envelope begins with the number. */
function outcomeOf(host: Host, status: number, payload: string): 'ok' | 'refused' {
  const refused = status >= 400 || (host === 'oapi' && !payload.startsWith('{"errcode":0,'));
  return refused ? 'refused' : 'ok';
}

import type { IncomingMessage } from 'node:http';
import { ASSERTION_ALGORITHMS } from '@app/callers';
import { DINGTALK_TOKEN_HEADER, dingtalkPathPrefixes } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf } from '../access/caller-of.js';
import { certificateMissing, certificateOf } from '../access/certificate-of.js';
import { brokerErrorOf } from '../http/broker-error-of.js';
import { logError } from '../http/log-error.js';
import { CallBody } from './call-body.js';
import type { CallAsked, ForwardCall } from './forward-call.js';
import { gatewayProblemOf } from './gateway-problem.js';

const PREFIX = '/dingtalk';
const DPOP = /^DPoP /i;
const CHALLENGE = `Bearer realm="token broker", DPoP algs="${ASSERTION_ALGORITHMS.join(' ')}"`;
/** However slowly both sides go on. */
const CALL_MS = 10 * 60_000;

type GatewayRequest = FastifyRequest & { caller?: { callerId: string } };
type HandleOf = (request: FastifyRequest) => Secret | undefined;

interface GatewayParts {
  readonly forwardCall: ForwardCall;
  /** Calls are forwarded for connections with a client certificate only. */
  readonly mutualTls: boolean;
}

/**
 * The gateway's addresses: below `/dingtalk` with the handle as a bearer token, and DingTalk's own paths at the root with the handle in the
 * place of DingTalk's token, for SDKs whose endpoint takes no path. In a room of their own, because bodies are streamed here.
 */
export async function mountGateway(fastify: FastifyInstance, { forwardCall, mutualTls }: GatewayParts): Promise<void> {
  await fastify.register(async (room) => {
    if (mutualTls) {
      room.addHook('onRequest', async (request, reply) => {
        if (!certificateOf(request.raw.socket)) return refused(certificateMissing(), request, reply);
      });
    }
    room.removeAllContentTypeParsers();
    room.addContentTypeParser('*', (_request, _body, done) => done(null));
    room.all(`${PREFIX}/*`, (request, reply) =>
      serve(forwardCall, request, reply, { path: request.url.slice(PREFIX.length), handleOf: bearer }),
    );
    for (const prefix of dingtalkPathPrefixes) {
      room.all(`${prefix}/*`, (request, reply) =>
        serve(forwardCall, request, reply, { path: request.url, handleOf: inPlaceOfToken }),
      );
    }
  });
}

async function serve(
  forwardCall: ForwardCall,
  request: GatewayRequest,
  reply: FastifyReply,
  { path: address, handleOf }: { readonly path: string; readonly handleOf: HandleOf },
): Promise<unknown> {
  void reply.headers(HARMLESS);
  const { raw, id } = request;
  const [path = '', query = ''] = address.split(/\?(.*)/s);
  try {
    if (raw.headers.upgrade !== undefined) throw invalid('no other protocol is spoken here');
    const { status, headers, body } = await forwardCall.execute({
      handle: handleOf(request),
      certificate: certificateOf(raw.socket),
      possession: possessionIn(request),
      method: request.method,
      path,
      query: new URLSearchParams(query),
      headers: raw.headers,
      body: hasBody(raw) ? new CallBody(raw) : undefined,
      requestId: id,
      signal: endOf(reply),
      onCaller: (callerId) => {
        request.caller = { callerId };
      },
    });
    return reply
      .code(status)
      .headers({ ...headers, ...leaveTaking(raw) })
      .send(body);
  } catch (thrown) {
    return refused(thrown, request, reply);
  }
}

function refused(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = brokerErrorOf(thrown);
  logError(error, request.log);
  const problem = gatewayProblemOf(error, request.id);
  const { retryAfterSeconds } = problem;
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
  if (problem.code === 'unauthenticated') void reply.header('www-authenticate', CHALLENGE);
  return reply
    .code(problem.status)
    .headers({ ...HARMLESS, ...leaveTaking(request.raw) })
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/** What DingTalk sends may be a page somebody else wrote, and this is the address of the admin UI: nothing in it runs or is kept. */
const HARMLESS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function bearer({ headers }: FastifyRequest): Secret {
  return Secret.of(bearerOf(headers.authorization?.replace(DPOP, 'Bearer ')));
}

/** Undefined for a handle that is sent as a Bearer token: RFC 9449 section 7.1 has that refused where it is bound to a key. */
function possessionIn({ headers, url }: FastifyRequest): CallAsked['possession'] {
  const { authorization, dpop } = headers;
  if (typeof dpop !== 'string' || (authorization !== undefined && !DPOP.test(authorization))) return undefined;
  return { proof: dpop, path: url.split('?')[0] ?? '' };
}

function inPlaceOfToken({ headers }: FastifyRequest): Secret | undefined {
  const handle = headers[DINGTALK_TOKEN_HEADER];
  return typeof handle === 'string' ? Secret.of(handle) : undefined;
}

function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Answered before the body has come to its end: the connection goes, or the rest of the body would be read for nothing. */
function leaveTaking(raw: IncomingMessage): Record<string, string> {
  return hasBody(raw) && !raw.complete ? { connection: 'close' } : {};
}

/** Raised when the caller has gone, or when the call takes longer than any should. */
function endOf({ raw }: FastifyReply): AbortSignal {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), CALL_MS);
  raw.once('close', () => {
    clearTimeout(timer);
    ending.abort();
  });
  return ending.signal;
}

function invalid(reason: string): BrokerError {
  return BrokerError.invalidRequest([{ pointer: '', reason }]);
}

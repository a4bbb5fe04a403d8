import { once } from 'node:events';
import { type AccessTokens, type CertificateCallers, ClientCertificate, type VerifiedCaller } from '@app/callers';
import { BrokerError } from '@app/errors';
import {
  status as codes,
  Metadata,
  type ServerUnaryCall,
  type ServerWritableStream,
  type StatusObject,
  type sendUnaryData,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import type { Logger } from 'pino';
import { callerOf, unauthenticated } from '../access/caller-of.js';
import { certificateMissing } from '../access/certificate-of.js';
import { brokerErrorOf } from '../http/broker-error-of.js';
import { logError } from '../http/log-error.js';
import { requestIdOf } from '../http/request-id.js';
import type { GrpcCall, GrpcStream } from './methods.js';
import { encodeRpcStatus, rpcStatusOf } from './rpc-status.js';

/** An answer needs some time to reach the caller before its deadline. */
const ANSWER_MS = 100;

/** Stands for a request that is not what the contract says. gRPC itself would call that an error of the server. */
const UNREADABLE = Symbol('unreadable');

export interface Surroundings {
  readonly accessTokens: AccessTokens;
  readonly certificateCallers: CertificateCallers;
  /** Calls are served on connections with a client certificate only. */
  readonly mutualTls: boolean;
  readonly log: Logger;
  readonly observe: (method: string, status: string, durationMs: number) => void;
  /** A stream was opened, or has ended. */
  readonly countStream: (method: string, change: 1 | -1) => void;
}

export type Handler = (request: object, call: GrpcCall) => Promise<object>;
export type StreamHandler = (request: object, call: GrpcCall, stream: GrpcStream<object>) => Promise<void>;

export function forgiving(definition: MethodDefinition<object, object>): MethodDefinition<object, object> {
  const requestDeserialize = (bytes: Buffer) => {
    try {
      return definition.requestDeserialize(bytes);
    } catch {
      return UNREADABLE as unknown as object;
    }
  };
  return { ...definition, requestDeserialize };
}

/** One method as gRPC calls it: who calls, under which id, until when; then the handler; then the answer, one line and one metric. */
export function serveMethod(
  { path }: MethodDefinition<object, object>,
  handler: Handler,
  surroundings: Surroundings,
): UntypedHandleCall {
  return (call: ServerUnaryCall<object, object>, reply: sendUnaryData<object>) => {
    const answer = async (grpcCall: GrpcCall, head: Metadata) => {
      const response = await handler(call.request, grpcCall);
      call.sendMetadata(head);
      reply(null, response);
    };
    void serve(path, call, answer, reply, surroundings);
  };
}

/** The same for a method that goes on telling. What its handler throws ends the stream. */
export function serveStream(
  { path }: MethodDefinition<object, object>,
  handler: StreamHandler,
  surroundings: Surroundings,
): UntypedHandleCall {
  return (call: ServerWritableStream<object, object>) => {
    const answer = async (grpcCall: GrpcCall, head: Metadata) => {
      call.sendMetadata(head);
      surroundings.countStream(path, 1);
      try {
        await handler(call.request, grpcCall, streamTo(call));
      } finally {
        surroundings.countStream(path, -1);
      }
    };
    void serve(path, call, answer, (error) => call.emit('error', error), surroundings);
  };
}

async function serve(
  path: string,
  call: Call,
  answer: (call: GrpcCall, head: Metadata) => Promise<void>,
  fail: (error: Partial<StatusObject>) => void,
  surroundings: Surroundings,
): Promise<void> {
  const { log, observe } = surroundings;
  const startedAt = performance.now();
  const requestId = requestIdOf({ headers: { 'x-request-id': textIn(call.metadata, 'x-request-id') } });
  const refusal = (thrown: unknown) => {
    const error = brokerErrorOf(thrown);
    logError(error, log.child({ requestId }));
    return rpcStatusOf(error, requestId);
  };
  const metadata = new Metadata();
  metadata.set('x-request-id', requestId);
  let callerId: string | undefined;
  let code = codes.OK;
  try {
    const certificate = certificateIn(call, surroundings);
    const caller = await callerIn(call, certificate, surroundings);
    callerId = caller.callerId;
    if (Object.is(call.request, UNREADABLE)) throw unreadable();
    await answer({ caller, certificate, requestId, patienceSeconds: patienceOf(call), refusal }, metadata);
  } catch (thrown) {
    const status = refusal(thrown);
    code = status.code;
    metadata.set('grpc-status-details-bin', encodeRpcStatus(status));
    fail({ code, details: status.message, metadata });
  }
  if (call.cancelled) code = codes.CANCELLED;
  const durationMs = performance.now() - startedAt;
  const status = codes[code];
  observe(path, status, durationMs);
  log.info(
    { requestId, method: 'gRPC', route: path, status, durationMs: Math.round(durationMs * 10) / 10, callerId },
    'request',
  );
}

/** Not by the connection being authorised: `certificateOf` says why. */
function certificateIn(call: Call, { mutualTls }: Surroundings): ClientCertificate | undefined {
  if (!mutualTls) return undefined;
  const shown = call.getAuthContext().sslPeerCertificate;
  if (!shown) throw certificateMissing();
  return new ClientCertificate(shown.raw);
}

/** By its access token, or by the certificate alone where it sends none. */
async function callerIn(
  { metadata }: Call,
  certificate: ClientCertificate | undefined,
  { accessTokens, certificateCallers }: Surroundings,
): Promise<VerifiedCaller> {
  const authorization = textIn(metadata, 'authorization');
  if (authorization !== undefined || !certificate) return callerOf(accessTokens, authorization, certificate);
  const caller = await certificateCallers.find(certificate);
  if (!caller) {
    throw unauthenticated(
      'No caller is known by the names in this client certificate. Send authorization: Bearer <token>.',
    );
  }
  return caller;
}

function streamTo(call: ServerWritableStream<object, object>): GrpcStream<object> {
  const ending = new AbortController();
  const { signal } = ending;
  call.on('cancelled', () => ending.abort(clientLeft()));
  if (call.cancelled) ending.abort(clientLeft());
  return {
    signal,
    end: (why) => ending.abort(why),
    async send(message) {
      signal.throwIfAborted();
      if (!call.write(message)) await once(call, 'drain', { signal }).catch(() => signal.throwIfAborted());
    },
  };
}

function clientLeft(): BrokerError {
  return new BrokerError('temporarily_unavailable', { detail: 'The client has left.' });
}

type Call = Pick<
  ServerUnaryCall<object, object>,
  'metadata' | 'request' | 'sendMetadata' | 'getDeadline' | 'cancelled' | 'getAuthContext'
>;

/** The first value of that name, if there is one and it is text. */
function textIn(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return typeof value === 'string' ? value : undefined;
}

function patienceOf(call: Call): number {
  const leftMs = Number(call.getDeadline()) - Date.now();
  return Math.max(0, (leftMs - ANSWER_MS) / 1000);
}

function unreadable(): BrokerError {
  return BrokerError.invalidRequest([{ pointer: '', reason: 'is not the message of this method' }]);
}

import { setTimeout as pause } from 'node:timers/promises';
import { BrokerError } from '@app/errors';
import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import { BODY_LIMIT } from '../http/broker-error-of.js';
import type { Tls } from '../http/tls.js';
import { definitions, SERVICE, tokenBroker } from './descriptors.js';
import type { GrpcMethods, GrpcStream } from './methods.js';
import {
  forgiving,
  type Handler,
  type StreamHandler,
  type Surroundings,
  serveMethod,
  serveStream,
} from './serve-method.js';

/** Connections are renewed, so that callers spread over replicas that came later. */
const CONNECTION_AGE_MS = 30 * 60_000;
/** Longer than the longest wait a caller may ask for. */
const CONNECTION_GRACE_MS = 130_000;
const KEEPALIVE_MS = 60_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;
/** For the last answers to reach their callers, once nobody is served any more. */
const LINGER_MS = 250;

interface GrpcServerSettings extends Surroundings {
  readonly methods: GrpcMethods;
  /** Without it the server speaks plain text. */
  readonly tls: Tls | undefined;
}

/** `GRPC_PORT` cannot be listened on. */
export class GrpcPortError extends Error {
  constructor(port: number, reason: string) {
    super(`GRPC_PORT: cannot listen on port ${port} (${reason})`);
    this.name = 'GrpcPortError';
  }
}

/** The gRPC side of the broker: `TokenBroker`, health, reflection. */
export class GrpcServer {
  private readonly health = new HealthImplementation({ '': 'SERVING', [SERVICE]: 'SERVING' });
  private readonly server = new Server({
    'grpc.max_receive_message_length': BODY_LIMIT,
    'grpc.max_connection_age_ms': CONNECTION_AGE_MS,
    'grpc.max_connection_age_grace_ms': CONNECTION_GRACE_MS,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
  });
  private readonly answering = new Set<Promise<unknown>>();
  private readonly streams = new Set<GrpcStream<object>>();
  private listening = false;

  constructor(private readonly settings: GrpcServerSettings) {
    // The library has a log of its own, on standard error. What matters reaches ours as an answer or as an error.
    setLogVerbosity(logVerbosity.NONE);
    const methods = Object.entries(tokenBroker).map(([name, definition]) => [name, forgiving(definition)] as const);
    const handlers = methods.map(([name, definition]) => [
      name,
      definition.responseStream
        ? serveStream(definition, this.streamHandlerOf(name), settings)
        : serveMethod(definition, this.handlerOf(name), settings),
    ]);
    this.server.addService(Object.fromEntries(methods), Object.fromEntries(handlers));
    this.health.addToServer(this.server);
    new ReflectionService({ ...definitions, ...loadSync(healthProto) }).addToServer(this.server);
  }

  get isListening(): boolean {
    return this.listening;
  }

  /** Throws `GrpcPortError`. */
  async listen(host: string, port: number): Promise<void> {
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    await new Promise<void>((resolve, reject) => {
      this.server.bindAsync(address, credentialsOf(this.settings.tls), (error) => {
        if (error) reject(new GrpcPortError(port, /\bE[A-Z]{3,}\b/.exec(error.message)?.[0] ?? 'no address'));
        else resolve();
      });
    });
    this.listening = true;
  }

  /** Takes no more calls, and ends once those under way are answered. Streams are told to go on elsewhere; who watches health is not waited for. */
  async close(): Promise<void> {
    if (!this.listening) return;
    this.listening = false;
    this.health.setStatus('', 'NOT_SERVING');
    this.health.setStatus(SERVICE, 'NOT_SERVING');
    for (const stream of this.streams) stream.end(goOnElsewhere());
    const everybodyLeft = new Promise<void>((resolve) => this.server.tryShutdown(() => resolve()));
    const everybodyAnswered = Promise.allSettled(this.answering).then(() => pause(LINGER_MS));
    await Promise.race([everybodyLeft, everybodyAnswered]);
    this.server.forceShutdown();
  }

  private handlerOf(name: string): Handler {
    const method = this.settings.methods[name as keyof GrpcMethods] as Handler;
    return async (request, call) => this.finished(method(request, call));
  }

  private streamHandlerOf(name: string): StreamHandler {
    const method = this.settings.methods[name as keyof GrpcMethods] as StreamHandler;
    return async (request, call, stream) => {
      this.streams.add(stream);
      try {
        await this.finished(method(request, call, stream));
      } finally {
        this.streams.delete(stream);
      }
    };
  }

  private async finished<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.answering.add(answer);
    try {
      return await answer;
    } finally {
      this.answering.delete(answer);
    }
  }
}

function goOnElsewhere(): BrokerError {
  return new BrokerError('temporarily_unavailable', {
    detail: 'This replica is ending. Go on at another one, from the last cursor.',
    members: { retryAfterSeconds: 1 },
  });
}

function credentialsOf(tls: Tls | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const { cert, key, clientCa } = tls;
  return ServerCredentials.createSsl(
    clientCa ?? null,
    [{ cert_chain: cert, private_key: key }],
    clientCa !== undefined,
  );
}

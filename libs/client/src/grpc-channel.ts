import { type grpc, grpcDescriptors } from '@app/contract';
import {
  type ChannelCredentials,
  Client,
  type ClientReadableStream,
  Metadata,
  type ServiceError,
  status as statuses,
} from '@grpc/grpc-js';
import {
  loadFileDescriptorSetFromBuffer,
  type MessageTypeDefinition,
  type ServiceDefinition,
} from '@grpc/proto-loader';
import { outcomeOf, TokenBrokerError } from './outcome.js';
import type { Call } from './transport.js';

const definitions = loadFileDescriptorSetFromBuffer(Buffer.from(grpcDescriptors, 'base64'), {
  longs: Number,
  defaults: true,
  oneofs: true,
});
const service = definitions['tokenbroker.v1.TokenBroker'] as ServiceDefinition;

/** A dead connection is noticed within this, so that a call does not wait for its deadline. Milliseconds. */
const KEEPALIVE_MS = 30_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;

type Method = 'GetToken' | 'GetHandle';

/** One gRPC connection to the broker. It is made with the first call. */
export class GrpcChannel {
  private readonly client: Client;

  constructor(address: string, credentials: ChannelCredentials) {
    this.client = new Client(address, credentials, {
      'grpc.keepalive_time_ms': KEEPALIVE_MS,
      'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
    });
  }

  /** Throws `TokenBrokerError`. */
  async call<Answer extends object>(method: Method, request: object, { accessToken, patience }: Call): Promise<Answer> {
    const { path, requestSerialize, responseDeserialize } = definitionOf(method);
    const signal = patience.signal();
    const options = { deadline: Date.now() + patience.leftMs };
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const call = this.client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          bearer(accessToken),
          options,
          (error, answer) => (error ? reject(error) : resolve(answer as Answer)),
        );
        signal.addEventListener('abort', () => call.cancel(), { once: true });
      });
    } catch (error) {
      patience.throwIfOver();
      throw errorOf(error as ServiceError);
    }
  }

  watchRevocations(cursor: string, accessToken: string): ClientReadableStream<grpc.WatchRevocationsResponse> {
    const { path, requestSerialize, responseDeserialize } = definitionOf('WatchRevocations');
    const request: grpc.WatchRevocationsRequest = { cursor };
    return this.client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize as (bytes: Buffer) => grpc.WatchRevocationsResponse,
      request,
      bearer(accessToken),
    );
  }

  close(): void {
    this.client.close();
  }
}

function definitionOf(method: string) {
  const definition = service[method];
  if (!definition) throw new Error(`The contract has no ${method}`);
  return definition;
}

function bearer(accessToken: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${accessToken}`);
  return metadata;
}

/** A status of the broker carries its code. One without comes from the way there: `unreachable`. */
export function errorOf(error: ServiceError): TokenBrokerError {
  const [details] = error.metadata?.get('grpc-status-details-bin') ?? [];
  const info = details instanceof Buffer ? errorInfoIn(details) : undefined;
  if (info) {
    const members = Object.fromEntries(info.metadata.map(({ key, value }) => [key, memberOf(value)]));
    const requestId = typeof members.requestId === 'string' ? members.requestId : undefined;
    return new TokenBrokerError(outcomeOf(info.reason, members), { detail: error.details, requestId });
  }
  const detail = `${statuses[error.code] ?? error.code} ${error.details ?? ''}`.trim();
  const late = error.code === statuses.DEADLINE_EXCEEDED;
  return new TokenBrokerError({ code: late ? 'deadline_exceeded' : 'unreachable' }, { detail, cause: error });
}

interface ErrorInfo {
  readonly reason: string;
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}
interface RpcStatus {
  readonly details: readonly { readonly type_url: string; readonly value: Buffer }[];
}

function errorInfoIn(details: Buffer): ErrorInfo | undefined {
  const decoded = (name: string, bytes: Buffer) =>
    (definitions[name] as MessageTypeDefinition<object, object>).deserialize(bytes);
  try {
    const status = decoded('google.rpc.Status', details) as RpcStatus;
    const any = status.details.find(({ type_url }) => type_url.endsWith('/google.rpc.ErrorInfo'));
    return any && (decoded('google.rpc.ErrorInfo', any.value) as ErrorInfo);
  } catch {
    return undefined;
  }
}

/** What is no text is written as JSON. */
function memberOf(value: string): unknown {
  if (!/^[[{\d]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

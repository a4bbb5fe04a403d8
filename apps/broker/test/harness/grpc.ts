import {
  type ChannelCredentials,
  Client,
  credentials,
  Metadata,
  type ServiceError,
  status as statuses,
} from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { projectFile } from './project.js';

/** The contract as any client in another language would take it: from the files, with nothing of the broker's code. */
const contract = loadSync(['tokenbroker/v1/token_broker.proto', 'google/rpc/error_details.proto'], {
  includeDirs: [projectFile('proto')],
  longs: Number,
  defaults: true,
  oneofs: true,
});
const service = contract['tokenbroker.v1.TokenBroker'] as ServiceDefinition;

/** The names of all methods of the contract. */
export function contractMethods(): string[] {
  return Object.keys(service);
}

export interface RpcAsk {
  readonly token?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
  /** Sent as it is, instead of the message. */
  readonly raw?: Buffer;
}

/** One gRPC answer, with the details of its error taken apart. */
export interface RpcAnswer<Body = Record<string, unknown>> {
  /** Name of the gRPC status. */
  readonly status: string;
  readonly message: string;
  /** The response; empty unless the status is OK. */
  readonly body: Body;
  readonly errorInfo: ErrorInfo | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly requestId: string | undefined;
}

/** One stream, with everything it has said so far. */
export interface RpcStream<Message> {
  readonly messages: readonly Message[];
  /** The first message; pending for ever if there never is one. */
  readonly first: Promise<Message>;
  readonly ended: Promise<RpcAnswer>;
  /** Reads no more, as a client that is busy. */
  pause(): void;
  resume(): void;
  cancel(): void;
}

interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export class RpcClient {
  private readonly client: Client;

  constructor(address: string, channel: ChannelCredentials = credentials.createInsecure()) {
    this.client = new Client(address, channel, { 'grpc.max_send_message_length': -1 });
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    request: object,
    ask: RpcAsk = {},
  ): Promise<RpcAnswer<Body>> {
    const definition = service[method];
    if (!definition) throw new Error(`the contract has no ${method}`);
    const metadata = new Metadata();
    if (ask.token !== undefined) metadata.set('authorization', `Bearer ${ask.token}`);
    for (const [name, value] of Object.entries(ask.metadata ?? {})) metadata.set(name, value);
    const options = { deadline: Date.now() + (ask.deadlineMs ?? 130_000) };
    return new Promise((resolve) => {
      let head = new Metadata();
      const serialize = (message: object) => ask.raw ?? definition.requestSerialize(message);
      const finish = (error: ServiceError | null, body: object) => resolve(answerOf<Body>(head, error, body));
      if (definition.responseStream) {
        this.client
          .makeServerStreamRequest(
            definition.path,
            serialize,
            definition.responseDeserialize,
            request,
            metadata,
            options,
          )
          .on('metadata', (received: Metadata) => {
            head = received;
          })
          .on('error', (error: ServiceError) => finish(error, {}))
          .resume();
        return;
      }
      this.client
        .makeUnaryRequest(
          definition.path,
          serialize,
          definition.responseDeserialize,
          request,
          metadata,
          options,
          (error: ServiceError | null, response?: object) => finish(error, response ?? {}),
        )
        .on('metadata', (received: Metadata) => {
          head = received;
        });
    });
  }

  /** Opens a stream and collects what it says. */
  open<Message>(method: string, request: object, ask: RpcAsk = {}): RpcStream<Message> {
    const definition = service[method];
    if (!definition) throw new Error(`the contract has no ${method}`);
    const metadata = new Metadata();
    if (ask.token !== undefined) metadata.set('authorization', `Bearer ${ask.token}`);
    const { path, requestSerialize, responseDeserialize } = definition;
    const call = this.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata);
    const messages: Message[] = [];
    call.on('data', (message) => messages.push(message as Message));
    const first = new Promise<Message>((resolve) => call.once('data', resolve));
    const ended = new Promise<RpcAnswer>((resolve) => {
      call.on('error', (error: ServiceError) => resolve(answerOf(new Metadata(), error, {})));
      call.on('end', () => setImmediate(() => resolve(answerOf(new Metadata(), null, {}))));
    });
    return {
      messages,
      first,
      ended,
      pause: () => call.pause(),
      resume: () => call.resume(),
      cancel: () => call.cancel(),
    };
  }

  close(): void {
    this.client.close();
  }
}

function answerOf<Body>(head: Metadata, error: ServiceError | null, body: object): RpcAnswer<Body> {
  const trailer = error?.metadata;
  const [requestId] = [...head.get('x-request-id'), ...(trailer?.get('x-request-id') ?? [])];
  const [details] = trailer?.get('grpc-status-details-bin') ?? [];
  return {
    status: statuses[error?.code ?? statuses.OK] ?? 'unknown',
    message: error?.details ?? '',
    body: body as Body,
    requestId: requestId?.toString(),
    ...detailsOf(details instanceof Buffer ? (decoded('google.rpc.Status', details) as RpcStatus) : undefined),
  };
}

/** `google.rpc.Status`, on its own or in the outcome of a batch. */
export interface RpcStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly type_url: string; readonly value: Buffer }[];
}

export function detailsOf(status: RpcStatus | undefined): Pick<RpcAnswer, 'errorInfo' | 'retryAfterSeconds'> {
  const find = (name: string) => {
    const any = status?.details.find((detail) => detail.type_url === `type.googleapis.com/${name}`);
    return any && decoded(name, any.value);
  };
  const retry = find('google.rpc.RetryInfo') as { retryDelay: { seconds: number; nanos: number } } | undefined;
  return {
    errorInfo: find('google.rpc.ErrorInfo') as ErrorInfo | undefined,
    retryAfterSeconds: retry && retry.retryDelay.seconds + retry.retryDelay.nanos / 1e9,
  };
}

function decoded(name: string, bytes: Buffer): object {
  return (contract[name] as MessageTypeDefinition<object, object>).deserialize(bytes);
}

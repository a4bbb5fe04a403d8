import type { ClientCertificate, VerifiedCaller } from '@app/callers';
import type { grpc } from '@app/contract';
import type { BrokerError } from '@app/errors';

/** What a method knows of the call besides its request. */
export interface GrpcCall {
  readonly caller: VerifiedCaller;
  /** Of the connection. */
  readonly certificate: ClientCertificate | undefined;
  readonly requestId: string;
  /** Seconds after which an answer would come too late for the deadline of the call; infinite without one. */
  readonly patienceSeconds: number;
  /** What an error would end the call with; a batch puts it into its answer instead. Logs it if it is ours. */
  refusal(error: unknown): RpcStatus;
}

export type RpcStatus = NonNullable<grpc.BatchOutcome['error']>;

/** The answering side of a method that goes on telling. */
export interface GrpcStream<Message extends object> {
  /** Resolves when the client can take more. Throws why the stream has ended, if it has. */
  send(message: Message): Promise<void>;
  /** Aborted when the client has left, the server ends, or `end` was called; its reason is the error the call ends with. */
  readonly signal: AbortSignal;
  readonly end: (why: BrokerError) => void;
}

type Unary = Omit<grpc.TokenBroker, 'WatchRevocations'>;

/** All methods of the contract. */
export type GrpcMethods = {
  readonly [Name in keyof Unary]: (request: Parameters<Unary[Name]>[0], call: GrpcCall) => ReturnType<Unary[Name]>;
} & {
  readonly WatchRevocations: (
    request: grpc.WatchRevocationsRequest,
    call: GrpcCall,
    stream: GrpcStream<grpc.WatchRevocationsResponse>,
  ) => Promise<never>;
};

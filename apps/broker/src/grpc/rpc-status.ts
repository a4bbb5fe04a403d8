import { BrokerError, type BrokerErrorCode, grpcStatusTable } from '@app/errors';
import { status as codes } from '@grpc/grpc-js';
import { encoded } from './descriptors.js';
import type { RpcStatus } from './methods.js';

/** `ErrorInfo.domain`: whose reasons these are. */
const DOMAIN = 'tokenbroker';

/** The one place where an error becomes a `google.rpc.Status`. What is not a `BrokerError` loses its text here. */
export function rpcStatusOf(error: unknown, requestId: string): RpcStatus {
  const name = error instanceof BrokerError ? grpcStatusTable[error.code] : null;
  // Either nobody was to see it, or its method has an outcome for it and forgot.
  if (!(error instanceof BrokerError) || name === null || name === 'OK') {
    const message = 'The request id leads to the cause in the broker’s log.';
    return { code: codes.INTERNAL, message, details: [errorInfo('internal_error', { requestId })] };
  }
  const { retryAfterSeconds } = error.members;
  return {
    code: codes[name],
    message: error.detail,
    details: [
      errorInfo(error.code, { ...error.members, requestId }),
      ...(typeof retryAfterSeconds === 'number' ? [retryInfo(retryAfterSeconds)] : []),
    ],
  };
}

/** For the metadata `grpc-status-details-bin`. */
export function encodeRpcStatus(status: RpcStatus): Buffer {
  return encoded('google.rpc.Status', status);
}

/** Its metadata are text; what is none is written as JSON. */
function errorInfo(reason: BrokerErrorCode, members: Readonly<Record<string, unknown>>) {
  const metadata = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: typeof value === 'string' ? value : JSON.stringify(value) }));
  return detail('google.rpc.ErrorInfo', { reason, domain: DOMAIN, metadata });
}

function retryInfo(afterSeconds: number) {
  const seconds = Math.floor(afterSeconds);
  const nanos = Math.round((afterSeconds - seconds) * 1e9);
  return detail('google.rpc.RetryInfo', { retry_delay: { seconds, nanos } });
}

function detail(name: string, message: object) {
  return { type_url: `type.googleapis.com/${name}`, value: encoded(name, message) };
}

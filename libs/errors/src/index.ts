/**
 * Owns the vocabulary of everything that can go wrong where a caller or an operator can see it: one code, one row, one meaning.
 * Never knows a transport or a framework; renderers look codes up here. What is lost at the edge: anything that is not a
 * `BrokerError` reaches the outside as `internal_error` with a request id and no text.
 * Entry points: `BrokerError`, `brokerErrorTable`, `grpcStatusTable`.
 */
export { BrokerError, type BrokerErrorOptions, type InvalidMember } from './broker-error.js';
export {
  type BrokerErrorCode,
  type BrokerErrorRow,
  brokerErrorTable,
} from './broker-error.table.js';
export { grpcStatusTable } from './grpc-status.table.js';

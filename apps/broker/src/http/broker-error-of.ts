import { DatabaseFailure } from '@app/database';
import { BrokerError } from '@app/errors';
import { KeyNotAtHand } from '@app/vault';
import { HttpException } from '@nestjs/common';

/** Longest body accepted: a batch of a hundred requests fits many times. Bytes. */
export const BODY_LIMIT = 256 * 1024;

/** Seconds after which a caller may try again when the database did not serve it. */
const DATABASE_RETRY_SECONDS = 2;

/** Seconds after which a replica may have been given the key it lacks, and another one certainly is asked. */
const KEY_RETRY_SECONDS = 5;

/** Translates what the framework and the database throw into the broker's own errors; anything else stays as it is. */
export function brokerErrorOf(thrown: unknown): unknown {
  if (thrown instanceof BrokerError) return thrown;
  if (thrown instanceof DatabaseFailure) return ofDatabase(thrown);
  if (KeyNotAtHand.caused(thrown))
    return BrokerError.temporarilyUnavailable(KEY_RETRY_SECONDS, 'a key is not at hand', thrown);
  if (thrown instanceof HttpException) return ofFramework(thrown.getStatus(), thrown);
  const status = statusOf(thrown);
  return status === undefined ? thrown : ofFramework(status, thrown);
}

function ofDatabase(failure: DatabaseFailure): unknown {
  // A refused statement is a fault of ours and will be refused again; a lost connection is not.
  return failure.fate === 'refused' && !isOutOfService(failure)
    ? failure
    : BrokerError.temporarilyUnavailable(DATABASE_RETRY_SECONDS, failure.message, failure);
}

/** Insufficient resources (53), operator intervention (57), read-only transaction (25006): the next attempt may do. */
function isOutOfService({ sqlState }: DatabaseFailure): boolean {
  return sqlState !== undefined && (/^(53|57)/.test(sqlState) || sqlState === '25006');
}

function ofFramework(status: number, cause: unknown): unknown {
  switch (status) {
    case 400:
      return new BrokerError('invalid_request', {
        detail: 'The body is not what its content type says it is.',
        members: { errors: [{ pointer: '', reason: 'cannot be parsed' }] },
        cause,
      });
    case 404:
    case 405:
      return new BrokerError('not_found', { detail: 'No such address, or not with this method.', cause });
    case 413:
      return new BrokerError('invalid_request', {
        detail: `The body is longer than ${BODY_LIMIT} bytes.`,
        members: { errors: [{ pointer: '', reason: 'too long' }] },
        cause,
      });
    case 415:
      return new BrokerError('invalid_request', {
        detail: 'This content type is not served here.',
        members: { errors: [{ pointer: '', reason: 'unsupported content type' }] },
        cause,
      });
    default:
      return status >= 400 && status < 500
        ? new BrokerError('invalid_request', {
            detail: 'The request cannot be served.',
            members: { errors: [] },
            cause,
          })
        : cause;
  }
}

/** Fastify's own errors, thrown before a route is reached, carry the status. */
function statusOf(thrown: unknown): number | undefined {
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

import { BrokerError } from '@app/errors';
import type { FastifyBaseLogger } from 'fastify';

/** Errors that callers cause are their own to see; ours and the database's are for the log. */
export function logError(error: unknown, log: Pick<FastifyBaseLogger, 'error' | 'warn'>): void {
  if (!(error instanceof BrokerError)) log.error({ err: error }, 'unexpected error');
  else if (error.internal !== undefined) log.warn({ code: error.code, internal: error.internal }, 'refused');
}

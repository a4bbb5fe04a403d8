import { SchemaReleaseError } from '@app/database';
import { KeyNotAtHand, MasterKeyFileError } from '@app/vault';
import { ConfigError } from './config.js';
import { GrpcPortError } from './grpc/grpc-server.js';
import { TlsFileError } from './http/tls.js';

/** At start the broker connects to nothing but its database, so these are about it. By errno name and by SQLSTATE. */
const databaseReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host is not known',
  EAI_AGAIN: 'its host cannot be looked up right now',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its host cannot be reached',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it closed the connection',
  '28000': 'it does not let this user in',
  '28P01': 'it does not let this user in',
  '3D000': 'it does not exist on that server',
  '53300': 'it has no connection left',
  '57P01': 'it is shutting down',
  '57P03': 'it is not accepting connections yet',
};

/** Errors that are written for whoever starts the broker. */
const plain = [ConfigError, KeyNotAtHand, MasterKeyFileError, TlsFileError, SchemaReleaseError, GrpcPortError];

/** One plain line for each reason that an operator can mend; undefined for what only the log can explain. Never holds a value. */
export function plainReasonOf(error: unknown): string | undefined {
  if (plain.some((kind) => error instanceof kind)) return (error as Error).message;
  if (!(error instanceof Error)) return undefined;
  if (KeyNotAtHand.caused(error.cause)) return plainReasonOf(error.cause);
  const { code = '', syscall, port } = error as Error & { code?: string; syscall?: string; port?: number };
  if (syscall === 'listen') return `HTTP_PORT or OPERATIONS_PORT: cannot listen on port ${port} (${code})`;
  const reason = databaseReasons[code] ?? (/timeout/i.test(error.message) ? databaseReasons.ETIMEDOUT : undefined);
  return reason && `DATABASE_URL: the database cannot be used: ${reason}${code && ` (${code})`}`;
}

import { type Logger, type LoggerOptions, pino } from 'pino';

/**
 * JSON lines on standard output. Secrets travel as `Secret`, which prints as `[redacted]`; the paths here are the second line of
 * defence, for objects of libraries that were logged whole.
 *
 * Written without waiting for the pipe: what is logged while a write is on its way goes out with the next one, and what is left when the
 * process exits is written then. Only `kill -9` loses lines, and nothing depends on them: what was done stands in the audit trail.
 */
export function createLog(): Logger {
  const options: LoggerOptions = {
    level: 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'headers',
        '*.headers',
        '*.authorization',
        '*.cookie',
        '*.accessToken',
        '*.refreshToken',
        '*.clientSecret',
      ],
      censor: '[redacted]',
    },
    serializers: { err: describeError },
  };
  return pino(options, pino.destination({ dest: process.stdout.fd, sync: false }));
}

/** Type, text, stack and codes: not the properties a driver or client hangs on an error, which may quote parameters. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

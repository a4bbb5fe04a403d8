import { type Logger, pino } from 'pino';

/**
 * JSON lines on standard output. Secrets travel as `Secret`, which prints as `[redacted]`; the paths here are the second line of
 * defence, for objects of libraries that were logged whole.
 */
export function createLog(): Logger {
  return pino({
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
  });
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

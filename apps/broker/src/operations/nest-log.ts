import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages, in the same lines as everything else; its greetings are left out. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Logger) {}

  log(): void {}

  error(message: unknown, ...rest: unknown[]): void {
    this.target.error({ source: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.target.warn({ source: rest.at(-1) }, String(message));
  }
}

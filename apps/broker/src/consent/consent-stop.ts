import type { ConsentResult } from './consent-result.js';

/** Ends a consent on a page before or after DingTalk; thrown by guards, rendered by the filter. */
export class ConsentStop extends Error {
  constructor(
    readonly result: Omit<ConsentResult, 'reference' | 'application'> & {
      readonly application?: string;
      readonly expiredAt?: Date;
    },
    options?: { cause?: unknown },
  ) {
    super(`consent ended with ${result.code}`, options);
    this.name = 'ConsentStop';
  }
}

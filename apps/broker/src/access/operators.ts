import { Secret } from '@app/secret';
import type { Operator } from './access.js';

/** Knows operators by what they present. */
export class Operators {
  constructor(private readonly bootstrapToken: Secret | undefined) {}

  /** The operator a bearer token belongs to. The bootstrap token is operator `bootstrap`, role `owner`; absent, it is off. */
  byToken(token: string): Operator | undefined {
    return this.bootstrapToken?.equals(Secret.of(token)) ? { name: 'bootstrap', role: 'owner' } : undefined;
  }
}

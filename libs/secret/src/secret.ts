import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/**
 * A string that does not print: `String()`, template literals, `JSON.stringify`, `util.inspect` and loggers all see `[redacted]`.
 * `reveal()` is the only way out, so every place where a secret leaves the process can be found by searching for that word.
 */
export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  static of(value: string): Secret {
    return new Secret(value);
  }

  /** The plain value. Call it at the last moment, in the expression that sends or seals it. */
  reveal(): string {
    return this.#value;
  }

  /** Compares without telling by its duration how much was right. */
  equals(other: Secret): boolean {
    return timingSafeEqual(sha256(this.#value), sha256(other.#value));
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

function sha256(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

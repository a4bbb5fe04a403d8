import { endedByItself } from './product.mjs';

/** What runs now, in the order it was started. One part that ends by itself ends all of them. */
export class RunningParts {
  #parts = [];
  #over = new AbortController();
  #record;
  #stopping = false;

  constructor(record, interrupted) {
    this.#record = record;
    this.signal = AbortSignal.any([interrupted, this.#over.signal]);
  }

  add = (part) => {
    this.#parts.push(part);
    if (part.file) this.#record.addChild(part.pid, part.file);
    part.exited.then((how) => {
      if (this.#stopping) return;
      this.failure ??= endedByItself(part, how);
      this.#over.abort(this.failure);
    });
  };

  /** Waits while all is well; throws when it is time to stop. */
  async untilOver() {
    if (!this.signal.aborted) {
      await new Promise((resolve) => this.signal.addEventListener('abort', resolve, { once: true }));
    }
    this.signal.throwIfAborted();
  }

  /** The broker and the emulator together, PostgreSQL when nobody needs it any more. */
  async stopAll({ aloud }) {
    this.#stopping = true;
    const database = this.#parts.find((part) => part.name === 'PostgreSQL');
    const others = this.#parts.filter((part) => part !== database).reverse();
    const names = [...others, ...(database ? [database] : [])].map((part) => part.name).join(', ');
    const say = (text) => aloud && process.stdout.write(text);
    say(`\n  Stopping… ${names}`);
    await Promise.all(others.map((part) => part.stop()));
    await database?.stop();
    say(names ? '. Bye.\n' : 'Bye.\n');
  }
}

import type { AnswerFilter } from './fault-proxy.js';

/** Type byte and length, which counts itself but not the type; PostgreSQL's documentation, "Message Formats". */
const HEADER_BYTES = 5;

/** A filter that judges each whole message of a PostgreSQL server; `true` lets it through. */
function eachMessage(passes: (type: string) => boolean): AnswerFilter {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const passed: Buffer[] = [];
    while (rest.length >= HEADER_BYTES && rest.length > rest.readInt32BE(1)) {
      const message = rest.subarray(0, rest.readInt32BE(1) + 1);
      rest = rest.subarray(message.length);
      if (passes(String.fromCharCode(message[0] ?? 0))) passed.push(message);
    }
    return Buffer.concat(passed);
  };
}

/** Lets everything through but notifications, which nobody then ever hears of. */
export class NotificationsLost {
  count = 0;

  readonly filter = (): AnswerFilter =>
    eachMessage((type) => {
      if (type !== 'A') return true;
      this.count += 1;
      return false;
    });
}

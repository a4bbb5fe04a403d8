import type { TestDatabase } from '../../apps/broker/test/harness/database.js';
import type { AnswerFilter } from './fault-proxy.js';

/** Type byte and length, which counts itself but not the type; PostgreSQL's documentation, "Message Formats". */
const HEADER_BYTES = 5;

/** A filter that judges each whole message of a PostgreSQL server; `true` lets it through. */
function eachMessage(passes: (type: string, message: Buffer) => boolean): AnswerFilter {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const passed: Buffer[] = [];
    while (rest.length >= HEADER_BYTES && rest.length > rest.readInt32BE(1)) {
      const message = rest.subarray(0, rest.readInt32BE(1) + 1);
      rest = rest.subarray(message.length);
      if (passes(String.fromCharCode(message[0] ?? 0), message)) passed.push(message);
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

/** What the database says in a transaction whose commit is to stay unanswered. */
const MARK = 'this commit stays unanswered';

/**
 * Once armed, keeps the answer to the COMMIT of each refresh, and all that follows on its connection, from the client. The refresh is
 * told from other transactions by a notice, which a trigger of the test's own database raises.
 */
export class CommitsUnanswered {
  count = 0;

  async arm({ pool }: TestDatabase): Promise<void> {
    await pool.query(`
      create function mark_commit() returns trigger language plpgsql as $$ begin raise notice '${MARK}'; return new; end $$;
      create trigger mark after update on grants for each row when (new.token_version > old.token_version)
        execute function mark_commit()`);
  }

  readonly filter = (): AnswerFilter => {
    let marked = false;
    let unanswered = false;
    return eachMessage((type, message) => {
      marked ||= type === 'N' && message.includes(MARK);
      if (marked && !unanswered && type === 'C' && message.toString('latin1', HEADER_BYTES) === 'COMMIT\0') {
        unanswered = true;
        this.count += 1;
      }
      return !unanswered;
    });
  };
}

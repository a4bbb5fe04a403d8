/**
 * A command that cannot go on, in words for the person at the keyboard: what happened and why, then what to type.
 * Anything else that is thrown is a fault in the commands themselves and is shown with its stack.
 */
export class CommandFailure extends Error {
  constructor(message, { details = [], cause } = {}) {
    super(message, { cause });
    this.name = 'CommandFailure';
    /** Lines below the message: the end of a log, most often. */
    this.details = details;
  }
}

export function describeFailure(error) {
  if (!(error instanceof CommandFailure))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [error.message, ...error.details.map((line) => `    ${line}`)].join('\n  ');
}

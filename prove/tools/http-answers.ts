import type { AnswerFilter } from './fault-proxy.js';

const BODY = '<html><body><h1>500 Internal Server Error</h1></body></html>';
const INTERNAL_ERROR = Buffer.from(
  `HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/html\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
);

const SUCCESS = 'HTTP/1.1 200 ';

/** Turns good answers, each of which comes in one piece, into the HTTP 500 of some gateway: what DingTalk has done stays done. */
export class AnswersReplaced {
  private left = 0;

  /** So many from now on. */
  next(count: number): void {
    this.left = count;
  }

  readonly filter = (): AnswerFilter => (chunk) => {
    if (this.left === 0 || chunk.toString('latin1', 0, SUCCESS.length) !== SUCCESS) return chunk;
    this.left -= 1;
    return INTERNAL_ERROR;
  };
}

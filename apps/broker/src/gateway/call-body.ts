import type { IncomingMessage } from 'node:http';

/** How much of a body is kept, so that a call that DingTalk refused for its token can be made again. Bytes. */
const KEPT_MAX = 64 * 1024;
/** Between two pieces. */
const IDLE_MS = 30_000;

/** A request's body, pulled as fast as it is passed on, and kept for one more time while it is small. */
export class CallBody {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;
  private hasStalled = false;
  private readonly source: AsyncIterator<Buffer>;

  constructor(
    request: Pick<IncomingMessage, 'iterator'>,
    private readonly idleMs = IDLE_MS,
  ) {
    // A refusal that comes before the end of the body ends the reading, but not the request, whose answer is still to be sent.
    this.source = request.iterator({ destroyOnReturn: false });
  }

  /** All that was read so far is still here. */
  get canBeReadAgain(): boolean {
    return this.bytes <= KEPT_MAX;
  }

  /** It stopped coming, so that the call was given up. */
  get stalled(): boolean {
    return this.hasStalled;
  }

  /** From its first byte. */
  async *read(): AsyncGenerator<Buffer> {
    yield* this.pieces;
    for (let piece = await this.next(); piece; piece = await this.next()) yield piece;
  }

  private async next(): Promise<Buffer | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.hasStalled = true;
        reject(new Error('the body stopped coming'));
      }, this.idleMs);
    });
    try {
      const { value, done } = await Promise.race([this.source.next(), idle]);
      if (done) return undefined;
      this.bytes += value.length;
      if (this.canBeReadAgain) this.pieces.push(value);
      else this.pieces.length = 0;
      return value;
    } finally {
      clearTimeout(timer);
    }
  }
}

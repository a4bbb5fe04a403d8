import { TokenBrokerError } from './outcome.js';
import type { Transport } from './transport.js';

/** After a failure, the second way is taken at once for that long. Milliseconds. */
const DETOUR_MS = 30_000;

/**
 * Asks the first way; where nothing of the broker's answers there, the second. What the broker says is never asked again elsewhere, but a
 * request whose answer was lost on the way back is: that is one more hand-out.
 */
export class FallbackTransport implements Transport {
  private detourUntil = 0;

  constructor(
    private readonly first: Transport,
    private readonly second: Transport,
  ) {}

  readonly getToken: Transport['getToken'] = (request, call) =>
    this.either((transport) => transport.getToken(request, call));

  readonly getHandle: Transport['getHandle'] = (request, call) =>
    this.either((transport) => transport.getHandle(request, call));

  private async either<Answer>(ask: (transport: Transport) => Promise<Answer>): Promise<Answer> {
    if (performance.now() >= this.detourUntil) {
      try {
        return await ask(this.first);
      } catch (error) {
        if (!(error instanceof TokenBrokerError) || error.code !== 'unreachable') throw error;
        this.detourUntil = performance.now() + DETOUR_MS;
      }
    }
    return ask(this.second);
  }
}

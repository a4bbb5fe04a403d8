import type { IssueTokenResponse } from '@app/contract';
import type { HandOutAsked } from '../procedures/hand-out-asked.js';
import type { HandOutToken } from '../procedures/hand-out-token.js';

/** What one request of a batch came to. */
export type BatchOutcome = { readonly token: IssueTokenResponse } | { readonly error: unknown };

/** Many hand-outs at once. What arrives together goes through one statement, so this costs little more than one. */
export class HandOutBatch {
  constructor(private readonly handOutToken: HandOutToken) {}

  /** In the order of the requests. Each is judged, recorded and answered as if it had come alone. */
  execute(requests: readonly HandOutAsked[]): Promise<BatchOutcome[]> {
    return Promise.all(
      requests.map((asked) =>
        this.handOutToken.execute(asked).then(
          (token) => ({ token }),
          (error) => ({ error }),
        ),
      ),
    );
  }
}

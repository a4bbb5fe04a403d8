import type { Problem } from './types.js';

/** The broker had no part in it, so there are no words of its own and no request id. */
const noDocument = { type: 'about:blank', title: '', detail: '', requestId: '' };

/** What the broker said, or that it could not be asked; the one error pages have to show. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ? `${problem.code}: ${problem.detail}` : problem.code);
  }

  /** Asking the same again can help by itself. Only reads are ever repeated. */
  get isPassing(): boolean {
    return this.problem.status === 0 || this.problem.status === 429 || this.problem.status >= 502;
  }

  /** No answer at all: the network, the broker or the deadline. */
  static unreachable(): ProblemError {
    return new ProblemError({ ...noDocument, status: 0, code: 'unreachable' });
  }

  /** An answer that is not a problem document, from a proxy on the way, say. */
  static unexpected(status: number): ProblemError {
    return new ProblemError({ ...noDocument, status, code: 'unexpected_answer' });
  }
}

export function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'status' in body
  );
}

/** Where the operator signs in again before this is done; nothing for another problem, or an address that is not of this host. */
export function signInUrlIn({ code, signInUrl }: Problem): string | undefined {
  return code === 'fresh_sign_in_required' && /^\/(?!\/)/.test(signInUrl ?? '') ? signInUrl : undefined;
}

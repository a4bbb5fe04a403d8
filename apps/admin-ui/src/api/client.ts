import createClient, { type Middleware } from 'openapi-fetch';
import { operatorSession, type Proof } from '../session/operator-session.js';
import { isProblem, ProblemError } from './problem-error.js';
import type { paths } from './schema.js';

/** Lists and the overview answer in well under a second; past this the page says so instead of waiting on. */
const deadlineMs = 15_000;

const CSRF_HEADER = 'x-csrf-token';
/** Which proof each request went with, since another may have taken its place when the answer comes. */
const proofs = new WeakMap<Request, Proof>();

const asOperator: Middleware = {
  onRequest({ request }) {
    if (request.headers.has('authorization')) return request;
    const { proof } = operatorSession.current();
    if (proof.by === 'token') request.headers.set('authorization', `Bearer ${proof.token}`);
    if (proof.by === 'browser' && request.method !== 'GET') request.headers.set(CSRF_HEADER, proof.csrfToken);
    proofs.set(request, proof);
    return request;
  },
  onResponse({ request, response }) {
    const proof = proofs.get(request);
    if (!proof) return;
    if (response.status === 401) operatorSession.refused(proof);
    else if (response.ok) operatorSession.accepted(proof);
  },
};

export const api = createClient<paths>({
  baseUrl: location.origin,
  cache: 'no-store',
  fetch: (request) =>
    fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(deadlineMs)]), redirect: 'error' }),
});
api.use(asOperator);

/** The body of a good answer; throws a `ProblemError` for every other end, so that pages have one thing to draw. */
export async function answerOf<Body>(
  call: Promise<{ data?: Body; error?: unknown; response: Response }>,
): Promise<Body> {
  const { data, error, response } = await call.catch((failure: unknown) => {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw failure instanceof SyntaxError ? ProblemError.unexpected(502) : ProblemError.unreachable();
  });
  if (data !== undefined) return data;
  throw isProblem(error) ? new ProblemError(error) : ProblemError.unexpected(response.status);
}

/** Tries a token before anything is kept of it. */
export const overviewWith = (token: string) =>
  answerOf(api.GET('/admin/v1/overview', { headers: { authorization: `Bearer ${token}` } }));

/** Who is signed in in this browser, if anybody is. */
export const browserSession = () => answerOf(api.GET('/admin/session'));

/** Ends the session of this browser; a pasted token is only forgotten. */
export const endBrowserSession = () => answerOf(api.POST('/admin/v1/session/end'));

import createClient, { type Middleware } from 'openapi-fetch';
import { operatorSession } from '../session/operator-session.js';
import { isProblem, ProblemError } from './problem-error.js';
import type { paths } from './schema.js';

/** Lists and the overview answer in well under a second; past this the page says so instead of waiting on. */
const deadlineMs = 15_000;

const bearer: Middleware = {
  onRequest({ request }) {
    const { token } = operatorSession.current();
    if (token && !request.headers.has('authorization')) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
  onResponse({ request, response }) {
    const token = request.headers.get('authorization')?.slice('Bearer '.length);
    if (response.status === 401) operatorSession.refused(token);
    else if (response.ok) operatorSession.accepted(token);
  },
};

export const api = createClient<paths>({
  baseUrl: location.origin,
  cache: 'no-store',
  fetch: (request) =>
    fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(deadlineMs)]), redirect: 'error' }),
});
api.use(bearer);

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

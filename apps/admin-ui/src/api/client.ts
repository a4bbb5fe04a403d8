import createClient, { type Middleware } from 'openapi-fetch';
import { freshSignIn } from '../session/fresh-sign-in.js';
import { operatorSession, type Proof } from '../session/operator-session.js';
import { isProblem, ProblemError, signInUrlIn } from './problem-error.js';
import type { paths } from './schema.js';

/** Lists and the overview answer in well under a second; past this the page says so instead of waiting on. */
const deadlineMs = 15_000;
/** A file of lines is read, checked and sealed before there is an answer; the broker gives itself as long for that. */
const linesDeadlineMs = 120_000;
const linesType = 'application/x-ndjson';

const CSRF_HEADER = 'x-csrf-token';
/** Which proof each request went with, since another may have taken its place when the answer comes. */
const proofs = new WeakMap<Request, Proof>();

const asOperator: Middleware = {
  onRequest({ request }) {
    if (!request.headers.has('authorization')) prove(request);
    return request;
  },
  onResponse({ request, response }) {
    const proof = proofs.get(request);
    if (!proof) return;
    if (response.status === 401) operatorSession.refused(proof);
    else if (response.ok) operatorSession.accepted(proof);
  },
};

function prove(request: Request): void {
  const { proof } = operatorSession.current();
  if (proof.by === 'token') request.headers.set('authorization', `Bearer ${proof.token}`);
  if (proof.by === 'browser' && request.method !== 'GET') request.headers.set(CSRF_HEADER, proof.csrfToken);
  proofs.set(request, proof);
}

function send(request: Request): Promise<Response> {
  const within = request.headers.get('content-type') === linesType ? linesDeadlineMs : deadlineMs;
  return fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(within)]), redirect: 'error' });
}

/**
 * An act that needs a fresh sign-in waits for it, and is then sent again as it was; refused, it has done nothing. What only reads says on
 * its page that it needs one: a dialog that nobody's act has called for would be in the way.
 */
async function sendAct(request: Request): Promise<Response> {
  if (request.method === 'GET') return send(request);
  const again = request.clone();
  const response = await send(request);
  const signInUrl = response.status === 403 ? await signInUrlOf(response) : undefined;
  if (signInUrl === undefined || !(await freshSignIn.ask(signInUrl))) return response;
  prove(again);
  return send(again);
}

async function signInUrlOf(response: Response): Promise<string | undefined> {
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return isProblem(problem) ? signInUrlIn(problem) : undefined;
}

export const api = createClient<paths>({ baseUrl: location.origin, cache: 'no-store', fetch: sendAct });
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

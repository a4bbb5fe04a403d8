/** One HTTP answer, read whole. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined if it is none. */
  readonly body: Body;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Buffer;
  readonly form?: Readonly<Record<string, string>>;
}

/** Every answer any test of this process has received, for the search for secrets that must not be in them. */
export const everyAnswer: { readonly url: string; readonly status: number; readonly text: string }[] = [];

/** Does not follow redirects. */
export async function ask<Body = Record<string, unknown>>(
  url: string,
  { method, headers, json, raw, form }: Ask = {},
): Promise<Answer<Body>> {
  const body = json !== undefined ? JSON.stringify(json) : (raw ?? (form && new URLSearchParams(form).toString()));
  const contentType = json !== undefined ? 'application/json' : form ? 'application/x-www-form-urlencoded' : undefined;
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    signal: AbortSignal.timeout(130_000),
    headers: { ...(contentType && { 'content-type': contentType }), ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  everyAnswer.push({ url: url.split('?')[0] ?? url, status: response.status, text });
  return { status: response.status, headers: response.headers, text, body: jsonOf(text) as Body };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

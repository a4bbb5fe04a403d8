/** What DingTalk answers to a token it does not honour any more, and to one that lacks a permission point. */
const refusalCodes: ReadonlySet<string> = new Set([
  'InvalidAuthentication',
  'accesstoken.expired',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied',
  'permission.deny',
  'needAuth',
]);

/**
 * The code with which DingTalk refused a token, if this is such a refusal: a response of `fetch`, whose body stays readable, or what a call
 * threw or returned, with the code where DingTalk's SDKs put it.
 */
export async function refusedCodeIn(result: unknown): Promise<string | undefined> {
  const body = result instanceof Response ? await bodyOf(result) : result;
  const code = textOf(body, 'code') ?? textOf(memberOf(body, 'data'), 'code');
  return code !== undefined && refusalCodes.has(code) ? code : undefined;
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.ok || response.bodyUsed) return undefined;
  try {
    return await response.clone().json();
  } catch {
    return undefined;
  }
}

function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

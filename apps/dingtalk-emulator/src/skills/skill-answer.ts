import type { SkillRequest } from './skill-request.js';

/** What a skill answered; a problem is what makes an assistant say E000003. */
export type SkillAnswer =
  | { readonly ok: true; readonly status: number; readonly text: string }
  | { readonly ok: false; readonly problem: string };

/** More than this is not shown. Characters. */
const SHOWN_MAX = 20_000;

/** Calls a skill. Redirects are not followed: nothing says that an assistant would. */
export async function callSkill({ url, ...request }: SkillRequest, patienceSeconds: number): Promise<SkillAnswer> {
  const signal = AbortSignal.timeout(patienceSeconds * 1000);
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    const text = (await response.text()).slice(0, SHOWN_MAX);
    if (response.ok) return { ok: true, status: response.status, text };
    return { ok: false, problem: `${response.status} ${text}` };
  } catch (error) {
    if (signal.aborted) return { ok: false, problem: `no answer within ${patienceSeconds} s` };
    return { ok: false, problem: error instanceof Error ? causeOf(error) : String(error) };
  }
}

/** `fetch failed` says nothing; what it wraps does. */
const causeOf = ({ message, cause }: Error): string =>
  cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;

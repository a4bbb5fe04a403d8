import type { Suspension } from '../api/types.js';

/** What operators can suspend here; applications, callers and grants carry their own suspension. */
export type Subject = { kind: 'organisation'; corpId: string } | { kind: 'scope'; scope: string };

/** Permission points have dots or begin with a capital or `snsapi_` and the like; organisations begin with `ding`. */
export function subjectOf(text: string): Subject {
  const word = text.trim();
  return /^ding/.test(word) || !/[._]/.test(word)
    ? { kind: 'organisation', corpId: word }
    : { kind: 'scope', scope: word };
}

export const nameOf = (subject: Subject): string => (subject.kind === 'scope' ? subject.scope : subject.corpId);

/** Undefined for what only DingTalk speaks of. */
export function subjectOfRow({ kind, corpId, scope }: Suspension): Subject | undefined {
  if (kind === 'organisation' && corpId !== null) return { kind, corpId };
  return kind === 'scope' && scope !== null ? { kind, scope } : undefined;
}

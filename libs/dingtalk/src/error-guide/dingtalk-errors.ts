import { callErrors, legacyErrors, limitErrors } from './call-errors.js';
import type { DingTalkErrorAdvice } from './error-advice.js';
import { openAuthErrors } from './open-auth-errors.js';
import { robotErrors } from './robot-errors.js';
import { tokenErrors } from './token-errors.js';

const all: readonly DingTalkErrorAdvice[] = [
  ...openAuthErrors,
  ...tokenErrors,
  ...callErrors,
  ...robotErrors,
  ...limitErrors,
  ...legacyErrors,
];

/** DingTalk's error codes in words for people. What the broker itself does about a code stands in the failure table. */
export const dingtalkErrors = {
  all(): readonly DingTalkErrorAdvice[] {
    return all;
  },
  /** The exact code before a family of codes. */
  find(code: string): DingTalkErrorAdvice | undefined {
    const exact = all.find((advice) => advice.code === code);
    return exact ?? all.find((advice) => advice.code.endsWith('*') && code.startsWith(advice.code.slice(0, -1)));
  },
};

import type { ApplicationCheck } from '@app/contract';
import type { findingWords } from './finding-words.js';

export type CheckName = ApplicationCheck['name'];
type FindingCode = keyof typeof findingWords;

/** What one check has found. The code says the outcome, and which words it is told in. */
export interface Finding {
  readonly name: CheckName;
  readonly code: FindingCode;
  /** What the words leave open. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** To be copied where DingTalk wants it registered. */
  readonly values?: readonly string[];
  readonly dingtalkCode?: string;
  readonly durationMs?: number;
}

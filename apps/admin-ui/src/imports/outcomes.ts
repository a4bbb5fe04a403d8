import type { ImportRow } from '../api/types.js';

export type ImportOutcome = NonNullable<ImportRow['outcome']>;

/** In the order of the report; one that is missing here, or unknown to the broker, does not compile. */
export const importOutcomes = Object.keys({
  stored: true,
  replaced: true,
  already_granted: true,
  other_person: true,
  not_a_member: true,
  suspended: true,
  identity_unavailable: true,
  refresh_rejected: true,
  indeterminate: true,
  application_misconfigured: true,
  dingtalk_unavailable: true,
  unopenable: true,
  cancelled: true,
} satisfies Record<ImportOutcome, true>) as ImportOutcome[];

export const isImportOutcome = (value: string): value is ImportOutcome =>
  importOutcomes.some((outcome) => outcome === value);

import type { StateColourName } from '../theme/tokens.js';

/** How requests for tokens end, from the ground up, as they are stacked. */
export const outcomes = ['token', 'handle', 'gateway', 'consentRequired', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];

/** None of them is the state whose colour it borrows; the word always stands beside. */
export const outcomeColours: Record<Outcome, StateColourName> = {
  token: 'active',
  handle: 'suspended',
  gateway: 'indeterminate',
  consentRequired: 'needs_consent',
  refused: 'failure',
};

/** The records behind one outcome. */
export const outcomeTypes: Record<Outcome, string> = {
  token: 'token.handed_out',
  handle: 'handle.handed_out',
  gateway: 'gateway.called',
  consentRequired: 'handout.refused',
  refused: 'handout.refused',
};

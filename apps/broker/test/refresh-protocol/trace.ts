import type { Counterexample } from './explorer.js';
import type { GrantRow, Token } from './grant-row.js';
import type { Step } from './step.js';

/** A counterexample as one reads it: who does what, and the grant's row after each step that changed it. */
export function traceOf({ breach, steps }: Counterexample<Step>): string {
  let before = '';
  const lines = steps.map((step, n) => {
    const after = rowText(step.next.row);
    const changed = after === before ? '' : `  → ${after}`;
    before = after;
    return `${String(n + 1).padStart(3)}. ${stepText(step)}${changed}`;
  });
  return [...lines, `   ⇒ ${breach}`].join('\n');
}

/** `A takes the lease`, `the lease runs out`. */
export function stepText({ side, what }: Step): string {
  return side === undefined ? what : `${side === 0 ? 'A' : 'B'} ${what}`;
}

function rowText(row: GrantRow): string {
  return [
    row.reason ? `${row.state} (${row.reason})` : row.state,
    `version ${row.version}`,
    `refresh token ${tokenText(row.refreshToken)}`,
    ...(row.accessToken ? [`access token ${row.accessToken === 'live' ? 'live' : 'run out'}`] : []),
    ...(row.lease === 'none' ? [] : [row.lease === 'live' ? 'leased' : 'lease run out']),
    ...(row.attempt ? [`attempt with ${tokenText(row.attempt.token)}${row.inDoubt ? ' in doubt' : ''}`] : []),
    ...(row.backingOff ? ['backing off'] : []),
  ].join(', ');
}

/** Tokens are named by the consent they come from and by how often they were refreshed since. */
function tokenText(token: Token | null): string {
  return token ? `${token.chain}.${token.position}` : 'none';
}

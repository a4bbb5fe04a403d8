import { createHash } from 'node:crypto';
import type { AccessReviewBody, ReviewCandidate, ReviewDecision } from '@app/contract';
import { csvOf } from './csv.js';
import type { Decision } from './review-decisions.js';

/** Something to be saved. */
export interface ReviewFile {
  readonly type: 'text/csv; charset=utf-8' | 'application/json';
  readonly name: string;
  readonly content: string;
}

const columns = [
  'caller',
  'application',
  'scope',
  'givenAt',
  'givenBy',
  'lastUsedAt',
  'unusedSince',
  'leaves',
  'decision',
  'decidedBy',
  'decidedAt',
  'reason',
] as const;

export function candidatesFile(
  format: 'csv' | 'json',
  about: Readonly<Record<string, string>>,
  items: readonly ReviewCandidate[],
): ReviewFile {
  if (format === 'json') return jsonFile('access-review-candidates', { ...about, items });
  const rows = items.map((item) => [
    item.caller.name,
    item.application,
    item.scope,
    item.givenAt,
    item.givenBy,
    item.lastUsedAt,
    item.unusedSince,
    item.leaves.join(' '),
    item.decision,
    item.kept?.by ?? null,
    item.kept?.at ?? null,
    item.kept?.reason ?? null,
  ]);
  return csvFile('access-review-candidates', columns, rows);
}

const signedColumns = columns.filter((column) => !['givenBy', 'unusedSince', 'leaves'].includes(column));

export function reviewFile(
  format: 'csv' | 'json',
  review: AccessReviewBody,
  decisions: readonly ReviewDecision[],
): ReviewFile {
  const name = `access-review-${review.signedAt.slice(0, 10)}`;
  if (format === 'json') return jsonFile(name, { review, decisions });
  const rows = decisions.map((each) => [
    each.caller,
    each.application,
    each.scope,
    each.givenAt,
    each.lastUsedAt,
    each.decision,
    each.by,
    each.at,
    each.reason,
  ]);
  return csvFile(name, signedColumns, rows);
}

/** SHA-256 of the decisions as the JSON file has them, one a line: whoever has the file can compute it again. */
export function digestOf(decisions: readonly ReviewDecision[]): Buffer {
  const hash = createHash('sha256');
  for (const decision of decisions) hash.update(`${JSON.stringify(decision)}\n`);
  return hash.digest();
}

/** Its members stand in the order that is hashed. */
export function decisionBodyOf(decision: Decision): ReviewDecision {
  return {
    callerId: decision.callerId,
    caller: decision.caller,
    application: decision.application,
    scope: decision.scope,
    decision: decision.decision,
    by: decision.by,
    at: decision.at?.toISOString() ?? null,
    reason: decision.reason,
    givenAt: decision.givenAt.toISOString(),
    lastUsedAt: decision.lastUsedAt?.toISOString() ?? null,
  };
}

function csvFile(name: string, header: readonly string[], rows: readonly (readonly (string | null)[])[]): ReviewFile {
  return { type: 'text/csv; charset=utf-8', name: `${name}.csv`, content: csvOf(header, rows) };
}

function jsonFile(name: string, content: object): ReviewFile {
  return { type: 'application/json', name: `${name}.json`, content: `${JSON.stringify(content, null, 2)}\n` };
}

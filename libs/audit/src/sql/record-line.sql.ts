/** How a column is written: as JSON text, as the number it is, as a time of UTC, or as the JSON it is already. */
type Form = 'text' | 'number' | 'time' | 'json';

/**
 * Every column of a record, in the order of its line. The line is what is hashed, so nothing here may ever change but by appending a
 * column that is null in every record written before: a member that is null is left out, and their lines stay what they were.
 */
const recordMembers: readonly { readonly member: string; readonly column: string; readonly form: Form }[] = [
  { member: 'seq', column: 'seq', form: 'number' },
  { member: 'id', column: 'id', form: 'text' },
  { member: 'occurredAt', column: 'occurred_at', form: 'time' },
  { member: 'type', column: 'type', form: 'text' },
  { member: 'outcome', column: 'outcome', form: 'text' },
  { member: 'actor', column: 'actor', form: 'text' },
  { member: 'callerId', column: 'caller_id', form: 'text' },
  { member: 'grantId', column: 'grant_id', form: 'text' },
  { member: 'application', column: 'application', form: 'text' },
  { member: 'corpId', column: 'corp_id', form: 'text' },
  { member: 'userId', column: 'user_id', form: 'text' },
  { member: 'unionId', column: 'union_id', form: 'text' },
  { member: 'scopes', column: 'scopes', form: 'text' },
  { member: 'purpose', column: 'purpose', form: 'text' },
  { member: 'rule', column: 'rule', form: 'text' },
  { member: 'handoutId', column: 'handout_id', form: 'text' },
  { member: 'delivery', column: 'delivery', form: 'text' },
  { member: 'tokenVersion', column: 'token_version', form: 'number' },
  { member: 'liveUntil', column: 'live_until', form: 'time' },
  { member: 'requestId', column: 'request_id', form: 'text' },
  { member: 'details', column: 'details', form: 'json' },
];

/**
 * The one line a record is in the export, and of which its hash is made: JSON with the members above, `lane` first, times as
 * `2026-11-21T01:55:06.656000Z`. It depends on no setting of the session. Written out rather than by `json_build_object`, which
 * takes twice as long, because every hand-out pays for it.
 */
export function recordLineSql(record: string): string {
  const members = recordMembers.map(
    ({ member, column, form }) => `',"${member}":' || ${valueSql(`${record}.${column}`, form)}`,
  );
  return `concat('{"lane":', ${record}.lane, ${members.join(', ')}, '}')`;
}

/** SHA-256 of the line's bytes. */
export function recordHashSql(record: string): string {
  return `sha256(convert_to(${recordLineSql(record)}, 'UTF8'))`;
}

function valueSql(column: string, form: Form): string {
  switch (form) {
    case 'text':
      return `to_json(${column})::text`;
    case 'time':
      return `to_char(${column} at time zone 'UTC', '"\\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\\""')`;
    default:
      return `${column}::text`;
  }
}

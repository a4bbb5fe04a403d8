/** For spreadsheets: a head, a line for each row, and the mark by which they know UTF-8. */
export const csvOf = <Row>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string =>
  `\ufeff${[columns, ...rows.map((row) => columns.map((name) => row[name]))].map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** Text of others that a spreadsheet would take for a formula is kept from being one. */
function cellOf(value: unknown): string {
  const text = Array.isArray(value) ? value.join(' ') : value === null || value === undefined ? '' : String(value);
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

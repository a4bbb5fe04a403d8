/**
 * Where sealed values stand, so that all that are sealed with one key can be found: a sealed `token` is in the column `token_sealed`, and
 * its place names the table, the row and `token`. Names of tables and columns, and SQL of constants; never text of others.
 */
export interface SealedTable {
  readonly table: string;
  /** The column that names a row in its place, unique among the rows of one owner, and its type. */
  readonly row: string;
  readonly rowType: 'text' | 'uuid';
  /** Without their ending `_sealed`. */
  readonly columns: readonly string[];
  /** Version of the values of a row: a column, or `1`. */
  readonly version: string;
  /** Whose data key the values are sealed with: columns, or constants. */
  readonly owner: { readonly corpId: string; readonly application: string };
}

/** Of a grant's tokens. */
export const grantsTable: SealedTable = {
  table: 'grants',
  row: 'id',
  rowType: 'uuid',
  columns: ['access_token', 'refresh_token'],
  version: 'token_version',
  owner: { corpId: 'corp_id', application: 'application' },
};

/** Of an application's secrets, which belong to no organisation. */
export const applicationsTable: SealedTable = {
  table: 'applications',
  row: 'name',
  rowType: 'text',
  columns: ['client_secret', 'event_token', 'event_aes_key', 'suite_ticket'],
  version: 'secrets_version',
  owner: { corpId: `'-'`, application: 'name' },
};

import type { SealedTable } from '../sealed-table.js';

/** Which data key a value was sealed with; the layout is in `envelope.ts`. */
const keyOf = (sealed: string) => `substring(${sealed} from 2 for 16)`;

/** Values sealed with key $1, among those of its owner $2, $3. */
export const countSealedSql = ({ table, columns, owner }: SealedTable) => `
  select coalesce(sum(${columns.map((column) => `(${keyOf(`${column}_sealed`)} = uuid_send($1::uuid))::int`).join(' + ')}), 0)::int as count
  from (select ${columns.map((column) => `coalesce(${column}_sealed, '') as ${column}_sealed`).join(', ')} from ${table}
    where ${owner.corpId} = $2 and ${owner.application} = $3) of_owner`;

/** How many values of all the tables each data key was used for, by its id; one read of each table. */
export const countAllSealedSql = (tables: readonly SealedTable[]) => {
  const columns = tables.flatMap(({ table, columns }) =>
    columns.map((column) => ({ table, sealed: `${column}_sealed` })),
  );
  const keys = columns.map(
    ({ table, sealed }) => `select ${keyOf(sealed)} as key from ${table} where octet_length(${sealed}) > 16`,
  );
  return `select encode(key, 'hex')::uuid as id, count(*)::int as count from (${keys.join(' union all ')}) sealed group by key`;
};

/** Some rows of an owner, in order, from the one after $3 on; null: from the first. */
export const sealedRowsSql = ({ table, row, rowType, columns, version, owner }: SealedTable) => `
  select ${row}::text as row, ${version} as version, ${columns.map((column) => `${column}_sealed`).join(', ')}
  from ${table} where ${owner.corpId} = $1 and ${owner.application} = $2 and ($3::${rowType} is null or ${row} > $3::${rowType})
  order by ${row} limit $4`;

/**
 * Puts values sealed anew in the place of those they were opened from, and of no others: whatever was stored meanwhile is newer. $3 rows,
 * $4 versions, then for each column what was there and what comes instead, null where nothing changes. Locked in one order, as everywhere.
 */
export const resealRowsSql = ({ table, row, rowType, columns, version, owner }: SealedTable) => {
  const pairs = columns.map((column, n) => ({
    sealed: `${column}_sealed`,
    before: `before_${n}`,
    after: `after_${n}`,
  }));
  const parameters = pairs.flatMap((_, n) => [`$${5 + 2 * n}::bytea[]`, `$${6 + 2 * n}::bytea[]`]);
  const unchanged = pairs
    .map(({ sealed, before }) => `(n.${before} is null or t.${sealed} = n.${before})`)
    .join(' and ');
  return `
  with new as (
    select * from unnest($3::${rowType}[], $4::int[], ${parameters.join(', ')})
      as n(row, version, ${pairs.flatMap(({ before, after }) => [before, after]).join(', ')})
  ), locked as (
    select n.*, t.${row} as found from new n join ${table} t on ${of('t', owner.corpId)} = $1 and ${of('t', owner.application)} = $2 and t.${row} = n.row
    where ${version === '1' ? 'true' : `t.${version} = n.version`} and ${unchanged} order by t.${row} for update of t
  )
  update ${table} t set ${pairs.map(({ sealed, after }) => `${sealed} = coalesce(n.${after}, t.${sealed})`).join(', ')}
  from locked n
  where ${of('t', owner.corpId)} = $1 and ${of('t', owner.application)} = $2 and t.${row} = n.found
    and ${version === '1' ? 'true' : `t.${version} = n.version`} and ${unchanged}
  returning ${pairs.map(({ after }) => `(n.${after} is not null)::int`).join(' + ')} as resealed`;
};

/** A constant stays as it is. */
function of(alias: string, expression: string): string {
  return /^\w+$/.test(expression) ? `${alias}.${expression}` : expression;
}

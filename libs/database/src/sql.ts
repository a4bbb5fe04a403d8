/** A statement that runs often: each connection parses and plans it once, and PostgreSQL keeps the plan under the name. */
export interface NamedSql {
  readonly name: string;
  readonly text: string;
}

/** What node-postgres takes; without a name the statement is parsed and planned each time. */
export function queryConfig(sql: string | NamedSql, values: readonly unknown[], prepared: boolean) {
  if (typeof sql === 'string') return { text: sql, values: [...values] };
  const { name, text } = sql;
  return { ...(prepared && { name }), text, values: [...values] };
}

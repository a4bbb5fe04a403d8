/** Of a table with sealed values: what is about to be stored under a data key that was forgotten is refused, and sealed anew. */
export function underKnownKeys(table: string, columns: readonly string[]): string[] {
  const sealed = columns.map((column) => `${column}_sealed`);
  return [
    `create function ${table}_under_known_keys() returns trigger language plpgsql as $$
      begin
        ${sealed.map((column) => `perform under_known_key(new.${column});`).join(' ')}
        return null;
      end $$`,
    `create trigger ${table}_under_known_keys after insert or update of ${sealed.join(', ')} on ${table}
      for each row execute function ${table}_under_known_keys()`,
  ];
}

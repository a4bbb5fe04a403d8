import type pg from 'pg';

/** Secrets by name, and the search for them in whatever form they may have leaked. */
export class Canaries {
  private readonly planted = new Map<string, string>();

  plant(name: string, secret: string): string {
    // Anything shorter is found by accident, and then a test that finds nothing says nothing.
    if (secret.length < 16) throw new Error(`${name} is too short to be searched for`);
    this.planted.set(`${name} ${this.planted.size + 1}`, secret);
    return secret;
  }

  get names(): string[] {
    return [...this.planted.keys()];
  }

  /** Names of the secrets that the text holds, plain or encoded. */
  in(text: string): string[] {
    const lower = text.toLowerCase();
    return [...this.planted]
      .filter(
        ([, secret]) =>
          spellingsOf(secret).some((spelling) => text.includes(spelling)) || lower.includes(hexOf(secret)),
      )
      .map(([name]) => name);
  }
}

const hexOf = (secret: string): string => Buffer.from(secret).toString('hex');

function spellingsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].flatMap((shift) => {
    const encoded = base64Core(secret, shift);
    return [encoded, encoded.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...inBase64];
}

/** What stays the same in base64 wherever the secret stands in the encoded text: groups that neighbours reach into are left out. */
function base64Core(secret: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
  const groups = encoded.match(/.{4}/g) ?? [];
  return groups.slice(shift === 0 ? 0 : 1, -1).join('');
}

/** Every row of every table: as PostgreSQL prints it, where bytes are in hexadecimal, and those bytes again as they are. */
export async function dump(pool: pg.Pool): Promise<Map<string, string>> {
  const { rows: tables } = await pool.query<{ name: string; bytes: string[] }>(
    `select c.relname as name, coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'bytea'::regtype), '{}') as bytes
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.relname`,
  );
  const dumps = new Map<string, string>();
  for (const { name, bytes } of tables) {
    const columns = ['t::text as row', ...bytes.map((column) => `t.${column}`)];
    const { rows } = await pool.query<Record<string, string | Buffer | null>>(
      `select ${columns.join(', ')} from ${name} t`,
    );
    const values = rows.flatMap((row) => Object.values(row));
    dumps.set(name, values.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : value)).join('\n'));
  }
  return dumps;
}

import { ask } from './http.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly enum?: readonly string[]; readonly default?: unknown };
}

interface Described {
  readonly parameters?: readonly Parameter[];
}

/** A list of `/admin/v1` with one of its filters, or none, and values that a seeded database has. */
export interface ListAsked {
  readonly path: string;
  /** Which filter; empty: the list as it opens. */
  readonly filter: string;
  readonly address: string;
}

/** What to ask for, by the name of the parameter. */
export type Samples = Readonly<Record<string, string | readonly string[]>>;

/** Every list there is and every filter of it, from the broker's own description, so that none is forgotten. Throws where it has no sample. */
export async function listsOf(brokerUrl: string, samples: Samples): Promise<ListAsked[]> {
  const { body } = await ask<{ paths: Record<string, Record<string, Described>> }>(`${brokerUrl}/openapi.json`);
  return Object.entries(body.paths).flatMap(([path, { get }]) => {
    const query = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query');
    if (!path.startsWith('/admin/v1/') || !query.some(({ name }) => name === 'limit')) return [];
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const [value] = valuesOf(samples, `${path} ${name}`, name);
      return encodeURIComponent(value ?? '');
    });
    const always = query
      .filter(({ required, name }) => required && name !== 'limit')
      .map((parameter) => [parameter.name, firstOf(samples, path, parameter)] as const);
    const filters = query.filter(({ name, required }) => !required && !['limit', 'cursor'].includes(name));
    const asked = [
      { filter: '', members: always },
      ...filters.flatMap((parameter) =>
        (parameter.schema?.enum ?? valuesOf(samples, `${path} ${parameter.name}`, parameter.name)).map((value) => ({
          filter: `${parameter.name}=${value}`,
          members: [...always, [parameter.name, value] as const],
        })),
      ),
    ];
    return asked.map(({ filter, members }) => {
      const search = new URLSearchParams(members.map(([name, value]): [string, string] => [name, value]));
      return { path, filter, address: `${filled}?${search}` };
    });
  });
}

function firstOf(samples: Samples, path: string, { name, schema }: Parameter): string {
  return schema?.enum?.[0] ?? valuesOf(samples, `${path} ${name}`, name)[0] ?? '';
}

/** A path and name, or a name alone, has one value or several. */
function valuesOf(samples: Samples, precise: string, name: string): readonly string[] {
  const values = samples[precise] ?? samples[name];
  if (values === undefined) throw new Error(`no sample for ${precise}`);
  return typeof values === 'string' ? [values] : values;
}

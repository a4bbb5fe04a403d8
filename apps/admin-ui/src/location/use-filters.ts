import { addressOf, useLocation, useNavigate } from './use-location.js';

/** What a filter accepts; anything else in the address is dropped and named, never an error. */
export type FilterRules<Name extends string> = Record<Name, (value: string) => boolean>;

export interface Filters<Name extends string> {
  values: Partial<Record<Name, string>>;
  /** `name=value` as it stood in the address. */
  ignored: string[];
  any: boolean;
  change(values: Partial<Record<Name, string | undefined>>): void;
  clear(): void;
}

export function useFilters<Name extends string>(rules: FilterRules<Name>): Filters<Name> {
  const { page, search } = useLocation();
  const navigate = useNavigate();
  const values: Partial<Record<Name, string>> = {};
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(search)) {
    if (isNameIn(rules, name) && rules[name](value)) values[name] = value;
    else ignored.push(`${name}=${value}`);
  }
  return {
    values,
    ignored,
    any: Object.keys(values).length > 0,
    change: (changes) => {
      const next = Object.entries<string | undefined>({ ...values, ...changes }).filter(
        (entry): entry is [string, string] => Boolean(entry[1]),
      );
      navigate(addressOf(page, Object.fromEntries(next)), { keepScroll: true });
    },
    clear: () => navigate(addressOf(page)),
  };
}

function isNameIn<Name extends string>(rules: FilterRules<Name>, name: string): name is Name {
  return Object.hasOwn(rules, name);
}

/** An id or a name as people paste it: visible, one word, and not a book. */
export const isId = (value: string): boolean => /^[^\s\p{C}]{1,200}$/u.test(value);
